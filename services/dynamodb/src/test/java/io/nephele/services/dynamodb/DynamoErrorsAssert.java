package io.nephele.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Errors as the SDK sees them. */
final class DynamoErrorsAssert {
  private DynamoErrorsAssert() {}

  /** The call is refused with that code, those words and status 400. */
  static void assertError(ThrowingCallable call, String code, String message) {
    AwsServiceException error = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(error).as("an error was expected").isNotNull();
    assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(message);
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(error.statusCode()).isEqualTo(400);
  }

  /** The call is refused as invalid. */
  static void assertInvalid(ThrowingCallable call, String message) {
    assertError(call, "ValidationException", message);
  }
}
