package io.nephele.edge;

import io.nephele.model.Body;
import io.nephele.wire.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * The content of a request, read from the connection when the handler reads it and copied once,
 * into the handler's array. A client that waits for "100 Continue" gets it when reading begins.
 */
final class RequestBody extends InputStream implements Body, Invocable.Task {
  /**
   * With HTTP/2 a caller need not say whether content comes; with these methods AWS's clients send
   * none.
   */
  private static final Set<String> METHODS_WITHOUT_CONTENT = Set.of("GET", "HEAD", "OPTIONS");

  private final Request request;
  private final long length;
  private final Thread reader;
  private Headers trailerFields;
  private Content.Chunk chunk;
  private boolean opened;
  private long count;
  private volatile boolean ended;
  private volatile boolean demanded;

  RequestBody(Request request) {
    this.request = request;
    this.length = length(request);
    this.reader = Thread.currentThread();
    this.ended = length == 0;
  }

  /** The length as the caller said it; requests that announce no content have none. */
  private static long length(Request request) {
    long length = request.getLength();
    if (length >= 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      return length;
    }
    boolean http1 = request.getConnectionMetaData().getHttpVersion().getVersion() < 20;
    return http1 || METHODS_WITHOUT_CONTENT.contains(request.getMethod()) ? 0 : -1;
  }

  @Override
  public InputStream open() throws IOException {
    if (opened && length != 0) {
      throw new IOException("the content of a request can be read once");
    }
    opened = true;
    return this;
  }

  @Override
  public long length() {
    return length;
  }

  /** Has fields that come behind the content be added to those before it. */
  void addTrailersTo(Headers headers) {
    this.trailerFields = headers;
  }

  /** Whether nothing is left to read. */
  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int limit) throws IOException {
    Objects.checkFromIndexSize(offset, limit, target.length);
    if (limit == 0) {
      return 0;
    }
    while (!ended) {
      if (chunk == null) {
        chunk = request.read();
        if (chunk == null) {
          await();
          continue;
        }
        if (Content.Chunk.isFailure(chunk)) {
          throw failure();
        }
        if (trailerFields != null && chunk instanceof Trailers trailers) {
          trailers
              .getTrailers()
              .forEach(field -> trailerFields.add(field.getName(), field.getValue()));
        }
      }
      int read = chunk.hasRemaining() ? chunk.get(target, offset, limit) : 0;
      count += read;
      if (!chunk.hasRemaining()) {
        ended = chunk.isLast() || count == length;
        chunk.release();
        chunk = null;
      }
      if (read > 0) {
        return read;
      }
    }
    return -1;
  }

  private IOException failure() {
    Content.Chunk failed = chunk;
    if (!failed.isLast()) {
      chunk = null;
    }
    return new IOException("the content of the request broke off", failed.getFailure());
  }

  private void await() throws InterruptedIOException {
    if (Thread.currentThread() != reader) {
      throw new IllegalStateException("the content is read by the thread that handles the request");
    }
    demanded = true;
    request.demand(this);
    while (demanded) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedIOException(
            "interrupted while waiting for the content of the request");
      }
    }
  }

  /** Called by Jetty when there is more to read. */
  @Override
  public void run() {
    demanded = false;
    LockSupport.unpark(reader);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /** Leaves the rest; Jetty skips it or closes the connection. */
  @Override
  public void close() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }
}
