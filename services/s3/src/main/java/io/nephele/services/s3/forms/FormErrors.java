package io.nephele.services.s3.forms;

import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;

/** What S3 answers to forms. */
final class FormErrors {
  private FormErrors() {}

  static AwsException malformed() {
    return AwsException.client(
        "MalformedPOSTRequest",
        400,
        "The body of your POST request is not well-formed multipart/form-data.");
  }

  static AwsException tooLarge(int most) {
    return AwsException.client(
            "MaxPostPreDataLengthExceeded",
            400,
            "Your POST request fields preceding the upload file were too large.")
        .with("MaxPostPreDataLengthBytes", most);
  }

  static AwsException noFile() {
    return S3Errors.invalidArgument(
        "POST requires exactly one file upload per request.", "file", 0);
  }

  static AwsException noField(String name) {
    return S3Errors.invalidArgument(
        "Bucket POST must contain a field named '"
            + name
            + "'.  If it is specified, please check the order of the fields.",
        name,
        "");
  }

  static AwsException invalidPolicy(String why) {
    return AwsException.client("InvalidPolicyDocument", 400, "Invalid Policy: " + why);
  }

  static AwsException denied(String why) {
    return AwsException.client("AccessDenied", 403, "Invalid according to Policy: " + why);
  }
}
