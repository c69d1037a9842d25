package io.nephele.services.sns;

import io.nephele.core.store.RecordCodec;
import io.nephele.core.worlds.TableDescription;

/** How the rows of SNS are told to people who compare worlds. */
final class TableDescriptions {
  private TableDescriptions() {}

  static TableDescription of(String table) {
    return switch (table) {
      case "sns.topics" -> TableDescription.of(RecordCodec.of(Topic.class)).key("name");
      case "sns.subscriptions", "sns.endedSubscriptions" ->
          TableDescription.of(RecordCodec.of(Subscription.class))
              .key("topic", "id")
              .hiding("token");
      case "sns.signingKeys" ->
          TableDescription.of(RecordCodec.of(Signer.StoredKey.class))
              .hiding("privateKey")
              .asInternal();
      case "sns.platformApplications" ->
          TableDescription.of(RecordCodec.of(Platform.Application.class))
              .key("platform", "name")
              .hiding("credentials");
      case "sns.platformEndpoints" ->
          TableDescription.of(RecordCodec.of(Platform.Endpoint.class))
              .key("platform", "name", "id");
      case "sns.sandboxNumbers" ->
          TableDescription.of(RecordCodec.of(PhoneSandbox.SandboxNumber.class))
              .key("number")
              .hiding("password");
      case "sns.archive" ->
          TableDescription.of(RecordCodec.of(Notification.class)).key("topic", "sequence");
      // They say in another order what others say, or are on their way.
      case "sns.subscriptionsByEndpoint",
          "sns.subscriptionsByOwner",
          "sns.platformTokens",
          "sns.deduplications",
          "sns.deduplicationExpiries",
          "sns.fifoSequences",
          "sns.deliverySlots",
          "sns.deliveryLogs",
          "sns.sickEndpoints" ->
          TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }
}
