package io.nephele.services.cloudtrail;

import io.nephele.core.worlds.TableDescription;

/** How the rows of CloudTrail are told to people who compare worlds. */
final class TableDescriptions {
  private TableDescriptions() {}

  static TableDescription of(String table) {
    TableDescription unknown = TableDescription.UNKNOWN;
    return switch (table) {
      // Any call adds to these, and selections repeat what trails say.
      case "cloudtrail.history",
          "cloudtrail.history-marks",
          "cloudtrail.lake",
          "cloudtrail.outbox",
          "cloudtrail.selections" ->
          unknown.asInternal();
      case "cloudtrail.keys" -> unknown.hiding("privateKey").asInternal();
      default -> unknown;
    };
  }
}
