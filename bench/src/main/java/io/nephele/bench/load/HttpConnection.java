package io.nephele.bench.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One kept-alive HTTP/1.1 connection that does as little as it can: it writes prebuilt bytes and
 * reads one answer into a buffer it uses again, so that the server is measured and not the client.
 * For one thread.
 */
public final class HttpConnection implements Closeable {
  private static final byte[] CONTENT_LENGTH =
      "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_BUFFER = 16 << 20;

  private final SocketChannel channel;
  private byte[] buffer = new byte[64 << 10];
  private int filled;
  private int headEnd = -1;
  private int status;
  private int bodyStart;
  private int bodyEnd;

  /** Connects, with small writes sent at once. */
  public HttpConnection(InetSocketAddress address) throws IOException {
    channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Has a selector tell when there is something to read; from now on reading does not wait. */
  SelectionKey register(Selector selector, Object attachment) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, SelectionKey.OP_READ, attachment);
  }

  /** Sends a request and reads its answer. */
  public void exchange(RequestBytes request) throws IOException {
    send(request);
    receive();
  }

  /** Sends a request whose answer is read later. */
  public void send(RequestBytes request) throws IOException {
    filled = 0;
    headEnd = -1;
    bodyEnd = Integer.MAX_VALUE;
    request.writeTo(channel);
  }

  /**
   * Reads one answer; its status and body are then to be had from this connection until the next
   * exchange.
   *
   * @throws IOException when the connection ends early or the answer has no Content-Length
   */
  public void receive() throws IOException {
    while (!advance()) {
      // Reading waits.
    }
  }

  /** Reads what has come; returns whether the answer is complete, as {@link #receive()} has it. */
  boolean advance() throws IOException {
    int from = Math.max(0, filled - 3);
    readMore();
    if (headEnd < 0) {
      headEnd = endOfHead(from, filled);
      if (headEnd < 0) {
        return false;
      }
      status = number(9, 12);
      bodyStart = headEnd;
      bodyEnd = headEnd + contentLength(headEnd);
    }
    if (filled > bodyEnd) {
      throw new IOException("More bytes than the answer's Content-Length says");
    }
    return filled == bodyEnd;
  }

  /** Whether the server closes the connection after the last answer. */
  boolean closes() {
    for (int i = 0; i + CLOSE.length < headEnd; i++) {
      if (buffer[i] == '\n' && begins(CLOSE, i + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Status code of the last answer. */
  public int status() {
    return status;
  }

  /**
   * The bytes that the last answer's body is in, from {@link #bodyStart()} to {@link #bodyEnd()}.
   */
  public byte[] buffer() {
    return buffer;
  }

  /** Index of the body's first byte in {@link #buffer()}. */
  public int bodyStart() {
    return bodyStart;
  }

  /** Index behind the body's last byte in {@link #buffer()}. */
  public int bodyEnd() {
    return bodyEnd;
  }

  /** The last answer's body as text; for messages and set-up, not for measured paths. */
  public String bodyText() {
    return new String(buffer, bodyStart, bodyEnd - bodyStart, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void readMore() throws IOException {
    if (filled == buffer.length) {
      if (filled == MAX_BUFFER) {
        throw new IOException("An answer of more than " + MAX_BUFFER + " bytes");
      }
      buffer = Arrays.copyOf(buffer, filled * 2);
    }
    int n = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
    if (n < 0) {
      throw new EOFException("The server closed the connection");
    }
    filled += n;
  }

  private int endOfHead(int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private int contentLength(int headEnd) throws IOException {
    for (int i = 0; i + CONTENT_LENGTH.length < headEnd; i++) {
      if (buffer[i] == '\n' && begins(CONTENT_LENGTH, i + 1)) {
        int from = i + 1 + CONTENT_LENGTH.length;
        while (buffer[from] == ' ') {
          from++;
        }
        int to = from;
        while (buffer[to] >= '0' && buffer[to] <= '9') {
          to++;
        }
        return number(from, to);
      }
    }
    throw new IOException(
        "An answer without Content-Length: "
            + new String(buffer, 0, headEnd, StandardCharsets.US_ASCII));
  }

  /** Whether these small letters, in either case, are there. */
  private boolean begins(byte[] line, int at) {
    for (int i = 0; i < line.length; i++) {
      byte b = buffer[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != line[i]) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int to) throws IOException {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9 || value > 100_000_000) {
        throw new IOException(
            "Not a number: " + new String(buffer, from, to - from, StandardCharsets.US_ASCII));
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
