package io.nephele.services.iam;

import io.nephele.core.worlds.TableDescription;

/** How the rows of IAM are told to people who compare worlds: without secrets. */
final class TableDescriptions {
  private TableDescriptions() {}

  static TableDescription of(String table) {
    TableDescription unknown = TableDescription.UNKNOWN;
    return switch (table) {
      case "iam.access-keys" -> unknown.hiding("secret");
      case "iam.login-profiles" -> unknown.hiding("salt", "hashes");
      case "iam.mfa-devices" -> unknown.hiding("seed");
      case "iam.saml-providers" -> unknown.hiding("pem");
      case "iam.server-certificates" -> unknown.hiding("privateKey");
      case "iam.service-credentials" -> unknown.hiding("secretHash");
      // Who did what when, which any call changes, and what only serves other tables.
      case "iam.revisions", "iam.uses", "iam.key-uses", "iam.role-uses", "iam.access-keys-of" ->
          unknown.asInternal();
      default -> unknown;
    };
  }
}
