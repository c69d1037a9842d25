package io.nephele.services.schemas;

import io.nephele.core.store.Key;
import java.util.Map;

/**
 * A discoverer of the schemas of a bus's events, as it is stored.
 *
 * @param source the ARN of the bus
 * @param crossAccount whether events of other accounts count
 * @param tags by key
 */
record Discoverer(
    String accountId,
    String region,
    String id,
    String source,
    String description,
    boolean crossAccount,
    boolean started,
    Map<String, String> tags) {
  Key key() {
    return Registry.key(accountId, region, id);
  }

  String arn() {
    return Registry.arn(accountId, region, "discoverer/" + id);
  }

  /** The rule that has EventBridge tell of events. */
  String rule() {
    return "Schemas-" + id;
  }

  String state() {
    return started ? "STARTED" : "STOPPED";
  }

  Discoverer with(String nowDescription, boolean nowCrossAccount, boolean nowStarted) {
    return new Discoverer(
        accountId, region, id, source, nowDescription, nowCrossAccount, nowStarted, tags);
  }

  Discoverer withTags(Map<String, String> changed) {
    return new Discoverer(
        accountId, region, id, source, description, crossAccount, started, changed);
  }
}
