package io.nephele.services.schemas;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.util.Map;

/**
 * A registry, as it is stored.
 *
 * @param policy JSON, or null
 * @param revision of the policy, or null
 * @param tags by key
 */
record Registry(
    String accountId,
    String region,
    String name,
    String description,
    String policy,
    String revision,
    Map<String, String> tags) {
  static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  Key key() {
    return key(accountId, region, name);
  }

  String arn() {
    return arn(accountId, region, "registry/" + name);
  }

  static String arn(String accountId, String region, String resource) {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":schemas:"
        + region
        + ":"
        + accountId
        + ":"
        + resource;
  }

  Registry withDescription(String changed) {
    return new Registry(accountId, region, name, changed, policy, revision, tags);
  }

  Registry withPolicy(String changed, String nowRevision) {
    return new Registry(accountId, region, name, description, changed, nowRevision, tags);
  }

  Registry withTags(Map<String, String> changed) {
    return new Registry(accountId, region, name, description, policy, revision, changed);
  }
}
