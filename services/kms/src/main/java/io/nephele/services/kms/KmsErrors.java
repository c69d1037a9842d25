package io.nephele.services.kms;

import io.nephele.core.call.Call;
import io.nephele.core.errors.BrokenConstraint;
import io.nephele.model.AwsException;

/**
 * The errors that KMS answers in more than one place, in its words. The model gives some of them
 * the statuses of an older protocol; over JSON all errors of clients are 400.
 */
final class KmsErrors {
  private static final int BAD_REQUEST = 400;

  private KmsErrors() {}

  /** A parameter's value is wrong; the message says all. */
  static AwsException validation(String message) {
    return AwsException.client("ValidationException", BAD_REQUEST, message);
  }

  /** A parameter is beyond a bound that the model does not have. */
  static AwsException tooGreat(long value, String parameter, long max) {
    return validation(
        BrokenConstraint.message(
            value, parameter, "Member must have value less than or equal to " + max));
  }

  static AwsException notFound(String message) {
    return AwsException.client("NotFoundException", BAD_REQUEST, message);
  }

  static AwsException noSuchKey(String arn) {
    return notFound("Key '" + arn + "' does not exist");
  }

  static AwsException noSuchAlias(String arn) {
    return notFound("Alias " + arn + " is not found.");
  }

  static AwsException invalidKeyId(String text) {
    return notFound("Invalid keyId '" + text + "'");
  }

  static AwsException alreadyExists(String message) {
    return AwsException.client("AlreadyExistsException", BAD_REQUEST, message);
  }

  static AwsException disabled(String arn) {
    return AwsException.client("DisabledException", BAD_REQUEST, arn + " is disabled.");
  }

  /** The key's state does not allow the operation. */
  static AwsException invalidState(String message) {
    return AwsException.client("KMSInvalidStateException", BAD_REQUEST, message);
  }

  /** The key's material cannot be decrypted, or must not be stored, with the root key there is. */
  static AwsException unavailable(String arn, AwsException cause) {
    return invalidState(arn + " is unavailable. " + cause.getMessage());
  }

  static AwsException unsupported(String message) {
    return AwsException.client("UnsupportedOperationException", BAD_REQUEST, message);
  }

  static AwsException invalidUsage(String message) {
    return AwsException.client("InvalidKeyUsageException", BAD_REQUEST, message);
  }

  /** Says nothing about why, as AWS does. */
  static AwsException invalidCiphertext() {
    return AwsException.client("InvalidCiphertextException", BAD_REQUEST, null);
  }

  static AwsException incorrectKey() {
    return AwsException.client(
        "IncorrectKeyException",
        BAD_REQUEST,
        "The key ID in the request does not identify a CMK that can perform this operation.");
  }

  /** The key that a ciphertext names is not one that the caller can decrypt with here. */
  static AwsException unreachableCiphertextKey() {
    return AwsException.client(
        "AccessDeniedException",
        BAD_REQUEST,
        "The ciphertext refers to a customer master key that does not exist, does not exist in this"
            + " region, or you are not allowed to access.");
  }

  static AwsException limitExceeded(String message) {
    return AwsException.client("LimitExceededException", BAD_REQUEST, message);
  }

  static AwsException malformedPolicy(String message) {
    return AwsException.client("MalformedPolicyDocumentException", BAD_REQUEST, message);
  }

  static AwsException tag(String message) {
    return AwsException.client("TagException", BAD_REQUEST, message);
  }

  static AwsException invalidArn(String message) {
    return AwsException.client("InvalidArnException", BAD_REQUEST, message);
  }

  static AwsException invalidMarker() {
    return AwsException.client(
        "InvalidMarkerException", BAD_REQUEST, "Could not deserialize marker");
  }

  /** What a dry run that found nothing in the way is answered with. */
  static AwsException dryRun() {
    return AwsException.client(
        "DryRunOperationException",
        BAD_REQUEST,
        "The request would have succeeded, but the DryRun option is set.");
  }

  /** Of operations on keys of other accounts, which no policy can allow. */
  static AwsException notAcrossAccounts(Call call, String arn) {
    String action = "kms:" + call.operation().name();
    return AwsException.client(
        "AccessDeniedException",
        BAD_REQUEST,
        "User: "
            + call.principal().arn()
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + arn
            + " because no resource-based policy allows the "
            + action
            + " action");
  }
}
