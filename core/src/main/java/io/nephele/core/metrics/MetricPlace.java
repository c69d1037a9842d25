package io.nephele.core.metrics;

import io.nephele.core.store.Key;

/**
 * Where metrics are looked for.
 *
 * @param accountId of which account
 * @param region where
 * @param namespace of which they are, or null for all
 * @param name which they have, or null for all; only looked at with a namespace
 */
public record MetricPlace(String accountId, String region, String namespace, String name) {
  Key key() {
    Key key = Key.of(accountId).with(region);
    if (namespace != null) {
      key = key.with(namespace);
      key = name == null ? key : key.with(name);
    }
    return key;
  }
}
