package io.nephele.services.kinesis;

import io.nephele.model.Bytes;

/** A record that is to be put, and what became of it. For one thread. */
final class Draft {
  private final HashKey hash;
  private final String partitionKey;
  private final Bytes data;
  private final int size;

  /** The number of the shard that took or refused it, or -1. */
  private long judgedBy = -1;

  private boolean admitted;
  private Shard shard;
  private long position;

  /**
   * @param explicitHash the hash key that the caller gives, or null
   */
  Draft(String partitionKey, HashKey explicitHash, Bytes data) {
    this.partitionKey = partitionKey;
    this.hash = explicitHash == null ? HashKey.ofPartitionKey(partitionKey) : explicitHash;
    this.data = data;
    this.size = StoredRecord.size(partitionKey, data);
  }

  HashKey hash() {
    return hash;
  }

  String partitionKey() {
    return partitionKey;
  }

  Bytes data() {
    return data;
  }

  /** How many bytes it counts. */
  int size() {
    return size;
  }

  /** Whether the shard takes it; asked once a shard, however often the transaction runs. */
  boolean admit(Shard into, LiveShard live, long now) {
    if (judgedBy != into.number()) {
      judgedBy = into.number();
      admitted = live.rates().takeRecord(size, now);
    }
    shard = into;
    return admitted;
  }

  void place(long at) {
    position = at;
  }

  boolean admitted() {
    return admitted;
  }

  /** The shard that took or refused it. */
  Shard shard() {
    return shard;
  }

  String sequenceNumber() {
    return SequenceNumber.of(shard, position);
  }
}
