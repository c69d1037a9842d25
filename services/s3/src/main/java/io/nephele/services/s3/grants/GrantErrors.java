package io.nephele.services.s3.grants;

import io.nephele.model.AwsException;

/** The errors of S3 Access Grants. */
final class GrantErrors {
  private GrantErrors() {}

  static AwsException noInstance() {
    return AwsException.client(
        "AccessGrantsInstanceNotExistsError", 404, "Access Grants Instance does not exist");
  }

  static AwsException instanceExists() {
    return AwsException.client(
        "AccessGrantsInstanceAlreadyExists", 409, "Access Grants Instance already exists");
  }

  static AwsException instanceNotEmpty() {
    return AwsException.client(
        "AccessGrantsInstanceNotEmptyError",
        400,
        "Please clean up locations before deleting the access grants instance");
  }

  static AwsException noPolicy() {
    return AwsException.client(
        "AccessGrantsInstanceResourcePolicyNotExists",
        404,
        "Access Grants Instance Resource Policy does not exist");
  }

  static AwsException noLocation() {
    return AwsException.client(
        "NoSuchAccessGrantsLocationError",
        404,
        "The specified access grants location does not exist");
  }

  static AwsException locationExists() {
    return AwsException.client(
        "AccessGrantsLocationAlreadyExistsError",
        409,
        "The specified access grants location already exists");
  }

  static AwsException locationNotEmpty() {
    return AwsException.client(
        "AccessGrantsLocationNotEmptyError",
        400,
        "Please clean up access grants before deleting access grants location");
  }

  static AwsException invalidLocation(String message) {
    return AwsException.client("InvalidAccessGrantsLocation", 400, message);
  }

  static AwsException noGrant() {
    return AwsException.client(
        "NoSuchAccessGrantError", 404, "The specified access grant does not exist");
  }

  static AwsException grantExists() {
    return AwsException.client(
        "AccessGrantAlreadyExists", 409, "The specified access grant already exists");
  }

  static AwsException invalidGrant(String message) {
    return AwsException.client("InvalidAccessGrant", 400, message);
  }

  static AwsException notGranted(String permission, String target) {
    return AwsException.client(
        "AccessDenied",
        403,
        "You do not have " + permission + " permissions to the requested S3 Prefix: " + target);
  }

  static AwsException notTrusted() {
    return AwsException.client(
        "StsNotAuthorizedError",
        403,
        "An error occurred (AccessDenied) when calling the AssumeRole operation: Access Grants is"
            + " not authorized to assume the role of the location");
  }

  static AwsException sts(AwsException e) {
    return AwsException.client("StsValidationError", 400, e.getMessage());
  }
}
