package io.nephele.services.s3.grants;

import io.nephele.core.store.Key;
import java.util.Map;

/**
 * The one place of an account in a region where its access grants are.
 *
 * @param createdAt in milliseconds since 1970
 * @param policy its resource policy as it was put, or null
 */
record GrantsInstance(
    String accountId,
    String region,
    long createdAt,
    String policy,
    String organization,
    long policyAt,
    Map<String, String> tags) {
  static final String ID = "default";

  Key key() {
    return Key.of(accountId).with(region);
  }

  String arn(String partition) {
    return "arn:" + partition + ":s3:" + region + ":" + accountId + ":access-grants/" + ID;
  }

  GrantsInstance withPolicy(String text, String ofOrganization, long at) {
    return new GrantsInstance(accountId, region, createdAt, text, ofOrganization, at, tags);
  }

  GrantsInstance withTags(Map<String, String> changed) {
    return new GrantsInstance(
        accountId, region, createdAt, policy, organization, policyAt, changed);
  }
}
