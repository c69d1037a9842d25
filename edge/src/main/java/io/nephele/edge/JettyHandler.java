package io.nephele.edge;

import io.nephele.core.faults.DroppedConnection;
import io.nephele.core.logging.LazyLogger;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Hands Jetty's requests to our handler, and our handler's responses to Jetty. Blocks its (virtual)
 * thread until the response is written.
 */
final class JettyHandler extends Handler.Abstract {
  private static final System.Logger LOG = new LazyLogger(JettyHandler.class);
  private static final String TLS = "TLSv";
  private static final String REMOTE_ADDRESS = "io.nephele.remote-address";

  private final HttpHandler handler;
  private final Exchanges exchanges;
  private final Listeners listeners;

  JettyHandler(HttpHandler handler, Exchanges exchanges, Listeners listeners) {
    super(InvocationType.BLOCKING);
    this.handler = handler;
    this.exchanges = exchanges;
    this.listeners = listeners;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    RequestBody body = new RequestBody(request);
    Exchange exchange = new Exchange(request, body, Thread.currentThread());
    exchanges.add(exchange);
    // Until the response is on its way: a server that stops must not cut it.
    Callback written = Callback.from(callback, () -> exchanges.remove(exchange));
    try {
      HttpResponse out =
          exchanges.refuses() ? PlainResponses.text(503, "Stopping\n") : answer(request, body);
      if (exchanges.refuses()) {
        closeAfterwards(request, response);
      }
      ResponseWriter.write(out, exchange, request, response, written);
    } catch (DroppedConnection e) {
      exchange.end();
      ConnectionCut.cut(request, written, e);
    } catch (IOException | RuntimeException e) {
      // The client went away, or the body of a response failed after its head was sent: all that
      // can be done is to break the connection.
      exchange.end();
      LOG.log(Level.DEBUG, "A response could not be sent", e);
      written.failed(e);
    } finally {
      exchange.end();
    }
    return true;
  }

  /**
   * Tells the client to make its next request on another connection; HTTP/2 tells in its own way.
   */
  private static void closeAfterwards(Request request, Response response) {
    if (request.getConnectionMetaData().getHttpVersion().getVersion() < 20) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
  }

  private HttpResponse answer(Request from, RequestBody body) {
    HttpRequest request = convert(from, body);
    HttpHandler ofListener = listeners.handler(from);
    if (ofListener != null) {
      body.addTrailersTo(request.headers());
    }
    try {
      return (ofListener == null ? handler : ofListener).handle(request);
    } catch (DroppedConnection e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.ERROR, () -> "Failed: " + request.method() + " " + request.path(), e);
      return PlainResponses.text(500, "Internal error\n");
    }
  }

  private static HttpRequest convert(Request request, RequestBody body) {
    HttpURI uri = request.getHttpURI();
    HttpFields fields = request.getHeaders();
    Headers headers = new Headers();
    boolean hasHost = false;
    for (HttpField field : fields) {
      hasHost |= field.getHeader() == HttpHeader.HOST;
      headers.add(field.getName(), field.getValue() == null ? "" : field.getValue());
    }
    if (!hasHost && uri.getAuthority() != null) {
      headers.add("Host", uri.getAuthority());
    }
    String path = uri.getPath();
    return new HttpRequest(
        request.getMethod(),
        path == null || path.isEmpty() ? "/" : path,
        uri.getQuery(),
        headers,
        body,
        remoteAddress(request.getConnectionMetaData()),
        request.isSecure(),
        request.isSecure() ? tlsVersion(request.getConnectionMetaData()) : null);
  }

  /** The version of TLS that a connection speaks, or null. */
  private static String tlsVersion(ConnectionMetaData connection) {
    EndPoint.SslSessionData session = connection.getConnection().getEndPoint().getSslSessionData();
    String protocol = session == null ? null : session.sslSession().getProtocol();
    return protocol != null && protocol.startsWith(TLS) ? protocol.substring(TLS.length()) : null;
  }

  /** The caller's address as text, made once a connection. */
  private static String remoteAddress(ConnectionMetaData connection) {
    if (connection.getAttribute(REMOTE_ADDRESS) instanceof String known) {
      return known;
    }
    SocketAddress remote = connection.getRemoteSocketAddress();
    String address =
        remote instanceof InetSocketAddress inet && inet.getAddress() != null
            ? inet.getAddress().getHostAddress()
            : String.valueOf(remote);
    connection.setAttribute(REMOTE_ADDRESS, address);
    return address;
  }
}
