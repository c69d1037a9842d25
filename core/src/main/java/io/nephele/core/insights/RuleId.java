package io.nephele.core.insights;

import io.nephele.core.store.Key;

/** Where a rule is. */
public record RuleId(String accountId, String region, String name) {
  Key key() {
    return Key.of(accountId).with(region).with(name);
  }
}
