package io.nephele.edge;

import io.nephele.core.faults.DroppedConnection;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Leaves a caller without an answer: with HTTP/1.1 the connection is closed without a byte, with
 * HTTP/2 the stream is reset and the connection stays for the others.
 */
final class ConnectionCut {
  private ConnectionCut() {}

  static void cut(Request request, Callback callback, DroppedConnection cause) {
    Connection connection = request.getConnectionMetaData().getConnection();
    if (connection instanceof HTTP2Connection http2) {
      Stream stream = http2.getSession().getStream(Integer.parseInt(request.getId()));
      if (stream != null) {
        stream.reset(new ResetFrame(stream.getId(), ErrorCode.INTERNAL_ERROR.code), Callback.NOOP);
      }
    } else {
      connection.getEndPoint().close();
    }
    // Nobody is there any more to be told of the failure, and it is none to be logged.
    callback.failed(new QuietException.RuntimeException(cause));
  }
}
