package io.nephele.bench.kinesis;

/** What is measured, with records of 1 KB. */
enum Workload {
  PUT("put", 1),
  PUT_MANY("put 100 by one call", 100),
  GET("get 100, with their iterator", 100),
  THROUGH("put one and get it (end to end)", 1);

  private final String title;
  private final int records;

  Workload(String title, int records) {
    this.title = title;
    this.records = records;
  }

  String title() {
    return title;
  }

  /** How many records a step puts or gets. */
  int records() {
    return records;
  }
}
