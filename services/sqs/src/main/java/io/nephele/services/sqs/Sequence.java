package io.nephele.services.sqs;

/**
 * The place of a message in its queue: the millisecond in which it was sent and a number among
 * those of that millisecond, in one long. The order of sequences is therefore that of age. Where
 * several nodes give sequences, the last ten bits of that number are the node's.
 */
final class Sequence {
  private static final int NUMBER_BITS = 20;
  private static final long UPPER_HALF = 1L << (NUMBER_BITS - 1);
  private static final long NODE_MASK = 1023;
  private static final String LEADING = "10000000000000000000";

  private Sequence() {}

  /** The first sequence of a millisecond. */
  static long first(long millis) {
    return millis << NUMBER_BITS;
  }

  /** The first sequence of that millisecond or later, and not before another, that a node has. */
  static long ofNode(long least, long millis, int node) {
    long from = Math.max(least, first(millis));
    long ofNode = from & ~NODE_MASK | node;
    return ofNode < from ? ofNode + NODE_MASK + 1 : ofNode;
  }

  /**
   * Where a message goes that comes to another queue with the sequence it had: into the half of the
   * numbers of its millisecond that those who send there reach last.
   */
  static long elsewhere(long sequence) {
    return sequence | UPPER_HALF;
  }

  /** Whether a message that came from elsewhere may have the sequence. */
  static boolean mayBeTaken(long sequence) {
    return (sequence & UPPER_HALF) != 0;
  }

  /** When the message was sent, in milliseconds since 1970. */
  static long sentAt(long sequence) {
    return sequence >> NUMBER_BITS;
  }

  /** As SQS writes sequence numbers of FIFO queues: twenty digits. */
  static String text(long sequence) {
    String digits = Long.toString(sequence);
    return LEADING.substring(0, LEADING.length() - digits.length()) + digits;
  }
}
