package io.nephele.services.ssm;

import io.nephele.api.ssm.ParameterLimitExceeded;
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

  static AwsException notFound(String message) {
    return new ParameterNotFound(message);
  }

  static AwsException tooMany(String tier, long limit) {
    boolean standard = tier.equals(Tiers.STANDARD);
    return new ParameterLimitExceeded(
        "You have reached the maximum number of "
            + (standard ? "standard" : "advanced")
            + " parameters for this AWS account and Region ("
            + limit
            + "). To add more parameters, "
            + (standard
                ? "either delete existing parameters or upgrade to the advanced-parameter tier"
                    + " (charges apply)."
                : "delete existing parameters."));
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
