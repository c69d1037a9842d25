package io.nephele.bench.sqs;

import io.nephele.bench.load.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the strings that a key has in a JSON answer, by looking for the key's bytes. That is enough
 * for the benchmarks, whose message bodies hold no quotes, and costs next to nothing. For one
 * thread.
 */
final class JsonStrings {
  private final byte[] key;
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int count;

  JsonStrings(String key) {
    this.key = ("\"" + key + "\"").getBytes(StandardCharsets.US_ASCII);
  }

  /** Looks through the connection's last answer and returns how many there are. */
  int find(HttpConnection connection) throws IOException {
    byte[] bytes = connection.buffer();
    int end = connection.bodyEnd();
    count = 0;
    for (int at = connection.bodyStart(); at <= end - key.length; at++) {
      if (bytes[at] == '"' && Arrays.equals(bytes, at, at + key.length, key, 0, key.length)) {
        at = addString(bytes, at + key.length, end);
      }
    }
    return count;
  }

  /** As {@link #find}; fails unless there are so many. */
  void expect(HttpConnection connection, int count) throws IOException {
    if (find(connection) != count) {
      throw new IOException("Not all of " + count + " succeeded: " + connection.bodyText());
    }
  }

  /** Index of the first byte of string {@code i} in the connection's buffer. */
  int from(int i) {
    return from[i];
  }

  /** Index behind the last byte of string {@code i} in the connection's buffer. */
  int to(int i) {
    return to[i];
  }

  private int addString(byte[] bytes, int afterKey, int end) throws IOException {
    int start = afterKey;
    while (start < end && (bytes[start] == ' ' || bytes[start] == ':')) {
      start++;
    }
    int quote = start + 1;
    while (quote < end && bytes[quote] != '"') {
      if (bytes[quote] == '\\') {
        throw new IOException("An escape in a string that should need none");
      }
      quote++;
    }
    if (quote >= end || bytes[start] != '"') {
      throw new IOException("Not a string");
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
    }
    from[count] = start + 1;
    to[count] = quote;
    count++;
    return quote;
  }
}
