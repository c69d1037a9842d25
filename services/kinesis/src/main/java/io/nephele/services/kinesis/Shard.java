package io.nephele.services.kinesis;

/**
 * A shard as it is stored. A position is where a record is in it: the time of its arrival in
 * milliseconds, shifted by {@link #COUNTER_BITS}, and a counter.
 *
 * @param number counts the shards of the stream
 * @param start the first hash key
 * @param end the last hash key
 * @param parent the number of the shard from which it was split or merged, or -1
 * @param adjacentParent the number of the other shard from which it was merged, or -1
 * @param createdAt when it was opened, in milliseconds
 * @param epoch the seconds that its sequence numbers begin with: greater than its parents'
 * @param first every record's position is greater
 * @param last no record's position is greater; -1 while it is open
 * @param closedAt when it was closed, in milliseconds; 0 while it is open
 */
record Shard(
    long number,
    HashKey start,
    HashKey end,
    long parent,
    long adjacentParent,
    long createdAt,
    long epoch,
    long first,
    long last,
    long closedAt) {
  static final int COUNTER_BITS = 20;
  private static final String PREFIX = "shardId-";

  /** The first position of a time in milliseconds. */
  static long firstPosition(long millis) {
    return millis << COUNTER_BITS;
  }

  /** When the record at a position arrived, in milliseconds. */
  static long arrivedAt(long position) {
    return position >> COUNTER_BITS;
  }

  boolean isOpen() {
    return closedAt == 0;
  }

  /** This shard, closed. */
  Shard closed(long lastPosition, long at) {
    return new Shard(
        number, start, end, parent, adjacentParent, createdAt, epoch, first, lastPosition, at);
  }

  /** Whether it is open or was closed after that time. */
  boolean isOpenAfter(long millis) {
    return isOpen() || closedAt > millis;
  }

  boolean contains(HashKey key) {
    return start.compareTo(key) <= 0 && end.compareTo(key) >= 0;
  }

  /** {@code shardId-000000000000} and so on. */
  String id() {
    return id(number);
  }

  static String id(long number) {
    String digits = Long.toString(number);
    return PREFIX + "000000000000".substring(Math.min(12, digits.length())) + digits;
  }

  /** The number in a shard's id, or -1 if it is none that a shard could have. */
  static long number(String id) {
    int digits = id.length() - PREFIX.length();
    if (digits < 1 || digits > 18 || !id.startsWith(PREFIX)) {
      return -1;
    }
    long number = 0;
    for (int i = PREFIX.length(); i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
