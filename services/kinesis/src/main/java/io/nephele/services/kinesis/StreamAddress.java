package io.nephele.services.kinesis;

import io.nephele.core.store.Key;

/** Where a stream is. */
record StreamAddress(String accountId, String region, String name) {
  Key key() {
    return Key.of(accountId).with(region).with(name);
  }
}
