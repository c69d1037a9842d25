package io.nephele.services.kms;

import io.nephele.core.store.RecordCodec;
import io.nephele.core.worlds.TableDescription;

/** How the rows of KMS are told to people who compare worlds: never with secrets. */
final class TableDescriptions {
  private TableDescriptions() {}

  /** How the rows of that table are told. */
  static TableDescription of(String table) {
    return switch (table) {
      case "kms.keys" -> TableDescription.of(RecordCodec.of(KmsKey.class)).key("keyId");
      case "kms.policies" -> TableDescription.of(RecordCodec.of(KeyPolicy.Row.class)).key("keyId");
      case "kms.materials" ->
          TableDescription.of(RecordCodec.of(MaterialRow.class))
              .key("keyId", "materialId")
              .hiding("secret");
      case "kms.aliases" -> TableDescription.of(RecordCodec.of(Alias.class)).key("alias");
      case "kms.grants" -> TableDescription.of(RecordCodec.of(Grant.class)).key("keyId", "grantId");
      case "kms.importParameters" ->
          TableDescription.of(RecordCodec.of(ImportParameters.class))
              .key("keyId", "token")
              .hiding("wrappingKey")
              .asInternal();
      case "kms.lastUses" ->
          TableDescription.of(RecordCodec.of(LastUses.Use.class)).key("keyId").asInternal();
      // They say in another order what others say.
      case "kms.aliasesOfKeys", "kms.grantees", "kms.retiringPrincipals" ->
          TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }
}
