package io.nephele.services.sqs;

/** The quotas of SQS. */
final class Limits {
  /** Bytes of a message and of all messages of a batch. */
  static final int MESSAGE_BYTES = 1_048_576;

  /** Entries of a batch and messages of a receive. */
  static final int BATCH_ENTRIES = 10;

  /** Messages of a queue that are received and not yet deleted. */
  static final int IN_FLIGHT = 120_000;

  /** Calls a second of one action on a FIFO queue without high throughput. */
  static final int FIFO_CALLS = 300;

  /** Seconds that a message can be invisible for, counted from when it was received. */
  static final int VISIBILITY_TIMEOUT = 43_200;

  /** Seconds that a message can be delayed by. */
  static final int DELAY = 900;

  /** Seconds that a receive can wait for. */
  static final int WAIT_TIME = 20;

  /** Milliseconds in which a deduplication id or a receive attempt's id is remembered. */
  static final long DEDUPLICATION_MILLIS = 300_000;

  /** Tags of a queue. */
  static final int TAGS = 50;

  /** Statements of a queue's policy. */
  static final int POLICY_STATEMENTS = 20;

  private Limits() {}
}
