package io.nephele.bench.kinesis;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What steps look for in answers. */
final class Answers {
  private static final byte[] BEFORE =
      "{\"Limit\":100,\"ShardIterator\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = "\"}".getBytes(StandardCharsets.US_ASCII);

  private Answers() {}

  /** Whether a call has to be made again, because the shard gave all of this moment's already. */
  static boolean isTooEarly(HttpConnection answered) {
    return answered.status() == 400 && find(answered, "ProvisionedThroughputExceeded") >= 0;
  }

  /** Whether an iterator has expired, which it does quickly where the clock is fast. */
  static boolean isTooLate(HttpConnection answered) {
    return answered.status() == 400 && find(answered, "ExpiredIterator") >= 0;
  }

  static void requireSuccess(HttpConnection answered) throws IOException {
    if (answered.status() != 200) {
      throw new IOException("Answered " + answered.status() + ": " + answered.bodyText());
    }
  }

  /** Where that text ends in an answer's body, or -1. */
  static int find(HttpConnection answered, String text) {
    byte[] bytes = answered.buffer();
    int last = answered.bodyEnd() - text.length();
    for (int i = answered.bodyStart(); i <= last; i++) {
      int same = 0;
      while (same < text.length() && bytes[i + same] == text.charAt(same)) {
        same++;
      }
      if (same == text.length()) {
        return i + same;
      }
    }
    return -1;
  }

  /** The text of a field of an answer, the first of that name. */
  static String text(HttpConnection answered, String field) throws IOException {
    int from = find(answered, "\"" + field + "\":\"");
    if (from < 0) {
      throw new IOException("No " + field + " in " + answered.bodyText());
    }
    byte[] bytes = answered.buffer();
    int to = from;
    while (bytes[to] != '"') {
      to++;
    }
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  /** A request of GetRecords by the iterator that an answer has in that field. */
  static RequestBytes getBy(RequestBytes get, HttpConnection answered, String field)
      throws IOException {
    return get.clear()
        .add(BEFORE)
        .add(text(answered, field).getBytes(StandardCharsets.US_ASCII))
        .add(AFTER)
        .finish();
  }
}
