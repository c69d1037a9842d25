package io.nephele.services.sns;

import java.time.Instant;

/** Times as SNS writes them, to the millisecond. */
final class Timestamps {
  private Timestamps() {}

  /** As in 2012-04-26T20:45:04.751Z. */
  static String text(long millis) {
    String text = Instant.ofEpochMilli(Math.floorDiv(millis, 1000L) * 1000).toString();
    long rest = Math.floorMod(millis, 1000L);
    return text.substring(0, text.length() - 1)
        + '.'
        + (char) ('0' + rest / 100)
        + (char) ('0' + rest / 10 % 10)
        + (char) ('0' + rest % 10)
        + 'Z';
  }
}
