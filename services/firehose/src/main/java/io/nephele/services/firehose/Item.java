package io.nephele.services.firehose;

import java.util.Map;

/**
 * A record on its way through the processors.
 *
 * @param partitions what is known of its partition, by {@code query.name} and {@code lambda.name}
 */
record Item(byte[] data, long arrivedAt, Map<String, String> partitions) {
  Item(byte[] data, long arrivedAt) {
    this(data, arrivedAt, Map.of());
  }

  Item withData(byte[] changed) {
    return new Item(changed, arrivedAt, partitions);
  }
}
