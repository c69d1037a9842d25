package io.nephele.services.lambda.state;

import io.nephele.api.lambda.CodeStorageExceededException;
import io.nephele.api.lambda.InvalidParameterValueException;
import io.nephele.api.lambda.PreconditionFailedException;
import io.nephele.api.lambda.ResourceConflictException;
import io.nephele.api.lambda.ResourceNotFoundException;
import io.nephele.api.lambda.ServiceException;
import io.nephele.model.AwsException;
import java.io.IOException;

/** The errors that Lambda answers in more than one place, in its words. */
public final class LambdaErrors {
  private static final String USER = "User";

  private LambdaErrors() {}

  /** There is no such thing; the message names it. */
  public static AwsException notFound(String message) {
    return new ResourceNotFoundException(message).type(USER);
  }

  /** There is no function, version or alias of that ARN. */
  public static AwsException noFunction(String arn) {
    return notFound("Function not found: " + arn);
  }

  /** There is no alias of that ARN. */
  public static AwsException noAlias(String arn) {
    return notFound("Cannot find alias arn: " + arn);
  }

  /** It is there already, or its state is in the way. */
  public static AwsException conflict(String message) {
    return new ResourceConflictException(message).type(USER);
  }

  /** A parameter cannot be as it is. */
  public static AwsException invalid(String message) {
    return new InvalidParameterValueException(message).type(USER);
  }

  /** A value is beyond a bound that the model does not have, in the words of those that it has. */
  public static AwsException outOfBounds(Object value, String member, String constraint) {
    return AwsException.client(
        "ValidationException",
        400,
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: Member must have "
            + constraint);
  }

  /** The caller's revision is not the latest. */
  public static AwsException otherRevision(String what, String operation) {
    return new PreconditionFailedException(
            "The RevisionId provided does not match the latest RevisionId. Call the "
                + operation
                + " API to retrieve the latest RevisionId for your "
                + what
                + ".")
        .type(USER);
  }

  /** An account has no room for more code. */
  public static AwsException noRoom() {
    return new CodeStorageExceededException("Code storage limit exceeded.").type(USER);
  }

  /** There is no place for what is too large for rows, for that reason. */
  public static AwsException cannotStore(IOException cause) {
    return new ServiceException("What was sent cannot be stored: " + cause.getMessage())
        .type("Service");
  }

  /** What the request asks for is not there in Nephele. */
  public static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not implement " + what + ".");
  }
}
