package io.nephele.services.kinesis;

/**
 * What is being done to a stream and takes its time.
 *
 * @param kind which
 * @param shard of a split and a merge the number of the shard
 * @param adjacent of a merge the number of the other shard
 * @param at of a split the first hash key of the second child
 * @param count of a creation and an update of the shard count how many shards there are to be
 */
record StreamChange(Kind kind, long shard, long adjacent, HashKey at, int count) {
  /** The kinds of changes. */
  enum Kind {
    CREATE,
    DELETE,
    SPLIT,
    MERGE,
    COUNT,
    SETTINGS
  }

  static StreamChange create(int shards) {
    return new StreamChange(Kind.CREATE, -1, -1, null, shards);
  }

  static StreamChange delete() {
    return new StreamChange(Kind.DELETE, -1, -1, null, 0);
  }

  static StreamChange split(long shard, HashKey at) {
    return new StreamChange(Kind.SPLIT, shard, -1, at, 0);
  }

  static StreamChange merge(long shard, long adjacent) {
    return new StreamChange(Kind.MERGE, shard, adjacent, null, 0);
  }

  static StreamChange count(int shards) {
    return new StreamChange(Kind.COUNT, -1, -1, null, shards);
  }

  /** Of what holds at once, although AWS says for a while that the stream is being updated. */
  static StreamChange settings() {
    return new StreamChange(Kind.SETTINGS, -1, -1, null, 0);
  }
}
