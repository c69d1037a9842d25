package io.nephele.bench.sns;

/** What is measured: one call each, of a message of 1 KB. */
enum Workload {
  SEND("SendMessage to the queue itself", 0, 0, false),
  PUBLISH_1("Publish, 1 queue", 1, 0, false),
  PUBLISH_1_RAW("Publish, 1 queue, raw", 1, 0, true),
  PUBLISH_10("Publish, 10 queues with filters", 10, 10, false),
  PUBLISH_100("Publish, 100 queues with filters", 100, 100, false),
  PUBLISH_10_OF_100("Publish, 10 of 100 queues want it", 100, 10, false),
  PUBLISH_1000("Publish, 1,000 queues", 1000, 0, false);

  private final String title;
  private final int queues;
  private final int wanting;
  private final boolean raw;

  Workload(String title, int queues, int wanting, boolean raw) {
    this.title = title;
    this.queues = queues;
    this.wanting = wanting;
    this.raw = raw;
  }

  String title() {
    return title;
  }

  /** How many queues subscribe to its topic; 0 of what needs none. */
  int queues() {
    return queues;
  }

  /** How many of them have a filter policy that lets the message through; all others refuse it. */
  int wanting() {
    return wanting;
  }

  /** Whether others take minutes for each call, so that only the first server is measured. */
  boolean tooMuchForOthers() {
    return queues >= 1000;
  }

  /** To how many queues a message goes. */
  int deliveries() {
    return queues == 0 ? 1 : filters() ? wanting : queues;
  }

  /** Whether there are filter policies. */
  boolean filters() {
    return wanting > 0;
  }

  boolean raw() {
    return raw;
  }
}
