package io.nephele.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * One request that is being answered, and the thread that does it. When the client goes away the
 * thread is interrupted.
 *
 * <p>HTTP/2 tells when a client cancels. With HTTP/1.1 only reading from the connection tells: the
 * end of the stream is the client's leaving, and anything else is the beginning of its next
 * request, which is handed to the connection for later. Jetty itself does not read before the
 * response is complete, so nobody else reads then; that is why watching must end before the
 * response's last write.
 */
final class Exchange implements Callback {
  private static final int PEEK = 1024;

  private final Request request;
  private final RequestBody body;
  private final Thread thread;
  private boolean swept;
  private boolean watching;
  private boolean ended;

  Exchange(Request request, RequestBody body, Thread thread) {
    this.request = request;
    this.body = body;
    this.thread = thread;
    if (!(request.getConnectionMetaData().getConnection() instanceof HttpConnection)) {
      request.addFailureListener(failure -> cancel());
    }
  }

  /** Called now and then: the second time, watching begins. */
  synchronized void sweep() {
    if (ended) {
      return;
    }
    if (swept) {
      watch();
    } else {
      swept = true;
      // A handler may take longer than a connection may be idle.
      request.addIdleTimeoutListener(timeout -> false);
    }
  }

  private void watch() {
    if (!watching
        && body.ended()
        && request.getConnectionMetaData().getConnection() instanceof HttpConnection connection) {
      if (!connection.getParser().isComplete()) {
        // All content has come, but the parser notices only when it is asked for more.
        Content.Chunk end = request.read();
        if (end != null) {
          end.release();
        }
      }
      if (connection.getParser().isComplete() && connection.isRequestBufferEmpty()) {
        watching = connection.getEndPoint().tryFillInterested(this);
      }
    }
  }

  /**
   * The handler has answered, or nobody waits for the answer any more: from here on the thread is
   * not interrupted.
   */
  synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    // The interruption was for the handler, not for the writing of the response.
    Thread.interrupted();
    if (watching
        && request.getConnectionMetaData().getConnection().getEndPoint()
            instanceof AbstractEndPoint endPoint) {
      watching = false;
      endPoint.getFillInterest().onFail(new CancellationException());
    }
  }

  /** Interrupts the handler. */
  synchronized void cancel() {
    if (!ended) {
      thread.interrupt();
    }
  }

  /** The connection has something to read. */
  @Override
  public synchronized void succeeded() {
    watching = false;
    if (ended
        || !(request.getConnectionMetaData().getConnection()
            instanceof HttpConnection connection)) {
      return;
    }
    EndPoint endPoint = connection.getEndPoint();
    ByteBuffer peeked = BufferUtil.allocate(PEEK);
    try {
      int count = endPoint.fill(peeked);
      if (count < 0) {
        thread.interrupt();
      } else if (count > 0) {
        connection.onUpgradeTo(peeked);
      } else {
        watch();
      }
    } catch (IOException e) {
      thread.interrupt();
    }
  }

  /**
   * The connection was closed (then the failure listener tells), is idle, or watching has ended.
   */
  @Override
  public synchronized void failed(Throwable failure) {
    watching = false;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
