package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.InvalidParameterException;
import io.nephele.api.secretsmanager.InvalidRequestException;
import io.nephele.api.secretsmanager.ResourceNotFoundException;
import io.nephele.model.AwsException;

/** The errors that Secrets Manager answers in more than one place, in its words. */
final class SecretErrors {
  private SecretErrors() {}

  static AwsException validation(String message) {
    return AwsException.client("ValidationException", 400, message);
  }

  static AwsException invalidParameter(String message) {
    return new InvalidParameterException(message);
  }

  static AwsException invalidRequest(String message) {
    return new InvalidRequestException(message);
  }

  static AwsException notFound() {
    return new ResourceNotFoundException("Secrets Manager can't find the specified secret.");
  }

  static AwsException noSuchVersion(String id) {
    return new ResourceNotFoundException(
        "Secrets Manager can't find the specified secret value for VersionId: " + id);
  }

  static AwsException noSuchStage(String stage) {
    return new ResourceNotFoundException(
        "Secrets Manager can't find the specified secret value for staging label: " + stage);
  }

  static AwsException markedForDeletion() {
    return invalidRequest(
        "You can't perform this operation on the secret because it was marked for deletion.");
  }

  static AwsException onReplica() {
    return invalidParameter(
        "Operation not permitted on a replica secret. Call must be made in primary secret's"
            + " region.");
  }

  static AwsException managed(String service) {
    return invalidRequest(
        "You can't perform this operation on the secret because it is managed by " + service + ".");
  }

  /** A parameter that has no effect in Nephele yet. */
  static AwsException notYet(String parameter) {
    return AwsException.client(
        "NotImplemented", 501, "Nephele does not implement the parameter " + parameter + " yet.");
  }
}
