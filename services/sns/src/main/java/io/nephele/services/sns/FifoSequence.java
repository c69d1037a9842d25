package io.nephele.services.sns;

/** Sequence numbers of messages of FIFO topics. */
final class FifoSequence {
  private static final String LEADING = "10000000000000000000";

  private FifoSequence() {}

  /** As SNS writes them: twenty digits. */
  static String text(long sequence) {
    String digits = Long.toString(sequence);
    return LEADING.substring(0, LEADING.length() - digits.length()) + digits;
  }
}
