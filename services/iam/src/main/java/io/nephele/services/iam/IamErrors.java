package io.nephele.services.iam;

import io.nephele.api.iam.DeleteConflictException;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.InvalidInputException;
import io.nephele.api.iam.LimitExceededException;
import io.nephele.api.iam.MalformedPolicyDocumentException;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.UnmodifiableEntityException;
import io.nephele.core.errors.BrokenConstraint;
import io.nephele.model.AwsException;

/** The errors that IAM answers in more than one place, in its words. */
final class IamErrors {
  private IamErrors() {}

  /** A user, group or role is not there. */
  static AwsException notFound(String kind, String name) {
    return new NoSuchEntityException("The " + kind + " with name " + name + " cannot be found.");
  }

  static AwsException userNotFound(String name) {
    return notFound("user", name);
  }

  static AwsException groupNotFound(String name) {
    return notFound("group", name);
  }

  static AwsException roleNotFound(String name) {
    return notFound("role", name);
  }

  static AwsException policyNotFound(String arn) {
    return new NoSuchEntityException("Policy " + arn + " was not found.");
  }

  /** A policy to attach is not there. */
  static AwsException policyNotAttachable(String arn) {
    return new NoSuchEntityException("Policy " + arn + " does not exist or is not attachable.");
  }

  /** A policy to be a permissions boundary is not there. */
  static AwsException boundaryNotFound(String arn) {
    return new NoSuchEntityException("Scope ARN: " + arn + " does not exist or is not attachable.");
  }

  /** A role is AWS's own. */
  static AwsException protectedRole(String name) {
    return new UnmodifiableEntityException(
        "Cannot perform the operation on the protected role '"
            + name
            + "' - this role is only modifiable by AWS");
  }

  static AwsException instanceProfileNotFound(String name) {
    return new NoSuchEntityException("Instance Profile " + name + " cannot be found.");
  }

  /** A user, group or role is there already. */
  static AwsException exists(String kind, String name) {
    return new EntityAlreadyExistsException(kind + " with name " + name + " already exists.");
  }

  /** A quota would be exceeded. */
  static AwsException limit(String quota, long value) {
    return new LimitExceededException("Cannot exceed quota for " + quota + ": " + value);
  }

  /** Something still hangs on what is to be deleted, for example {@code detach all policies}. */
  static AwsException mustFirst(String deed) {
    return new DeleteConflictException("Cannot delete entity, must " + deed + " first.");
  }

  static AwsException invalidInput(String message) {
    return new InvalidInputException(message);
  }

  static AwsException malformedPolicy(String message) {
    return new MalformedPolicyDocumentException(message);
  }

  /** The request is wrong in a way that the model does not tell. */
  static AwsException validation(String message) {
    return AwsException.client("ValidationError", 400, message);
  }

  /** One constraint is broken, as the pipeline words it for those that the model tells. */
  static AwsException constraint(Object value, String path, String constraint) {
    return validation(BrokenConstraint.message(value, path, constraint));
  }
}
