package io.nephele.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.iam.model.IamException;

/** What tests say of the errors that IAM answers. */
final class IamErrorAssertions {
  private IamErrorAssertions() {}

  /** The call fails with that code and message; a null message means that there is none. */
  static void assertFails(String code, String message, ThrowingCallable call) {
    IamException error = catchThrowableOfType(IamException.class, call);
    assertThat(error).as("an error with code " + code).isNotNull();
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(message);
  }

  /** The call fails with that code and status. */
  static void assertFails(String code, int status, ThrowingCallable call) {
    IamException error = catchThrowableOfType(IamException.class, call);
    assertThat(error).as("an error with code " + code).isNotNull();
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(error.statusCode()).isEqualTo(status);
  }

  /** The call fails with that code, status and message. */
  static void assertFails(String code, int status, String message, ThrowingCallable call) {
    IamException error = catchThrowableOfType(IamException.class, call);
    assertThat(error).as("an error with code " + code).isNotNull();
    assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(message);
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(error.statusCode()).isEqualTo(status);
  }
}
