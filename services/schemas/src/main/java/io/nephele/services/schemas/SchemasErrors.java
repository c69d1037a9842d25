package io.nephele.services.schemas;

import io.nephele.api.schemas.BadRequestException;
import io.nephele.api.schemas.ConflictException;
import io.nephele.api.schemas.ForbiddenException;
import io.nephele.api.schemas.NotFoundException;
import io.nephele.api.schemas.PreconditionFailedException;
import io.nephele.model.AwsException;

/** Errors in the words of the schema registry. */
final class SchemasErrors {
  private SchemasErrors() {}

  static AwsException bad(String message) {
    return new BadRequestException(message).code_("BadRequest");
  }

  static AwsException noRegistry(String name) {
    return new NotFoundException("Registry with name " + name + " not found.").code_("NotFound");
  }

  static AwsException noSchema(String name) {
    return new NotFoundException("Schema with name " + name + " not found.").code_("NotFound");
  }

  static AwsException missing(String what) {
    return new NotFoundException(what + " not found.").code_("NotFound");
  }

  static AwsException conflict(String message) {
    return new ConflictException(message).code_("Conflict");
  }

  static AwsException forbidden(String message) {
    return new ForbiddenException(message).code_("Forbidden");
  }

  static AwsException revision() {
    return new PreconditionFailedException("The RevisionId is not that of the policy.")
        .code_("PreconditionFailed");
  }
}
