package io.nephele.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one request: the head is made once, the body may be written anew for each use. For
 * one thread.
 */
public final class RequestBytes {
  /**
   * Digits of Content-Length, right-aligned after optional white space so that the head's length
   * never changes.
   */
  private static final int DIGITS = 8;

  private byte[] bytes;
  private int end;
  private final int bodyStart;

  /**
   * A POST request with an empty body.
   *
   * @param host value of the Host header
   * @param path the request's target
   * @param headers further headers, each line ended by CR LF
   */
  public RequestBytes(String host, String path, String headers) {
    this("POST", host, path, headers);
  }

  /** As the other, with another method. */
  public RequestBytes(String method, String host, String path, String headers) {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\n"
            + headers
            + "Content-Length:"
            + " ".repeat(DIGITS)
            + "\r\n\r\n";
    bytes = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), 16 << 10);
    bodyStart = head.length();
    end = bodyStart;
    finish();
  }

  /** Empties the body. */
  public RequestBytes clear() {
    end = bodyStart;
    return this;
  }

  /** Appends to the body. */
  public RequestBytes add(byte[] part) {
    return add(part, 0, part.length);
  }

  /** Appends the bytes from {@code from} to {@code to} to the body. */
  public RequestBytes add(byte[] part, int from, int to) {
    int length = to - from;
    if (end + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + length));
    }
    System.arraycopy(part, from, bytes, end, length);
    end += length;
    return this;
  }

  /** Appends text to the body; for set-up. */
  public RequestBytes add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the body's length into the head; to be called after the last {@code add}. */
  public RequestBytes finish() {
    int at = bodyStart - 5;
    int rest = end - bodyStart;
    for (int i = 0; i < DIGITS; i++) {
      bytes[at - i] = (byte) (rest > 0 || i == 0 ? '0' + rest % 10 : ' ');
      rest /= 10;
    }
    return this;
  }

  void writeTo(SocketChannel channel) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, 0, end);
    while (rest.hasRemaining()) {
      if (channel.write(rest) == 0) {
        Thread.onSpinWait(); // the server has not read the request before
      }
    }
  }
}
