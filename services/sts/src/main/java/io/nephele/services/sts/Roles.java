package io.nephele.services.sts;

import io.nephele.core.arn.Arn;
import io.nephele.core.identity.AccountIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Role;

/** Finds the roles that requests name. */
final class Roles {
  private static final String RESOURCE = "role/";

  private final Directory directory;

  Roles(Directory directory) {
    this.directory = directory;
  }

  /**
   * The role of that ARN, or null if there is none: whether there is one is no secret that a caller
   * is told.
   *
   * @throws io.nephele.model.AwsException if the text is no role's ARN
   */
  Role find(String text) {
    Arn arn = arn(text);
    String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    Role role = directory.read(reader -> directory.roles().get(reader, arn.account(), name));
    return role != null && role.arn().equals(text) ? role : null;
  }

  /** The parts of a role's ARN. */
  static Arn arn(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null) {
      throw StsErrors.validation(text + " is invalid");
    }
    if (!arn.service().equals("iam")
        || !arn.region().isEmpty()
        || !AccountIds.isAccountId(arn.account())
        || !arn.resource().startsWith(RESOURCE)
        || arn.resource().endsWith("/")) {
      throw StsErrors.validation("Request ARN is invalid");
    }
    return arn;
  }
}
