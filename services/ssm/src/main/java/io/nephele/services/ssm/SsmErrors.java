package io.nephele.services.ssm;

import io.nephele.api.ssm.ParameterNotFound;
import io.nephele.api.ssm.ParameterVersionNotFound;
import io.nephele.model.AwsException;

/** Errors of Parameter Store that are answered in more than one place. */
final class SsmErrors {
  private SsmErrors() {}

  static AwsException validation(String message) {
    return AwsException.client("ValidationException", 400, message);
  }

  static AwsException notFound() {
    return new ParameterNotFound();
  }

  static AwsException noSuchVersion(Object version, String name) {
    return new ParameterVersionNotFound(
        "Systems Manager could not find version "
            + version
            + " of "
            + name
            + ". Verify the version and try again.");
  }
}
