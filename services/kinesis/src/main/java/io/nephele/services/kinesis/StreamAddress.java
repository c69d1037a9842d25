package io.nephele.services.kinesis;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;

/** Where a stream is. */
record StreamAddress(String accountId, String region, String name) {
  /** The stream's ARN, whether it is there or not. */
  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":kinesis:"
        + region
        + ":"
        + accountId
        + ":stream/"
        + name;
  }

  Key key() {
    return Key.of(accountId).with(region).with(name);
  }
}
