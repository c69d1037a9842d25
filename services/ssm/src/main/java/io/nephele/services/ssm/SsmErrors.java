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

  static AwsException badPath() {
    return validation(
        "The parameter doesn't meet the parameter name requirements. The parameter name must"
            + " begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\""
            + " (case-insensitive). It must use only letters, numbers, or the following symbols:"
            + " . (period), - (hyphen), _ (underscore). Special characters are not allowed. All"
            + " sub-paths, if specified, must use the forward slash symbol \"/\". Valid example:"
            + " /get/parameters2-/by1./path0_.");
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
