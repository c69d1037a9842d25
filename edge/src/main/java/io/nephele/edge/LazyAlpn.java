package io.nephele.edge;

import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/**
 * Agrees with TLS clients on HTTP/2 or HTTP/1.1; looks for the JDK's part in that when the first
 * such connection comes.
 */
final class LazyAlpn extends AbstractConnectionFactory {
  static final String PROTOCOL = "alpn";

  private final ReentrantLock lock = new ReentrantLock();
  private volatile ALPNServerConnectionFactory factory;

  LazyAlpn() {
    super(PROTOCOL);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return factory().newConnection(connector, endPoint);
  }

  private ALPNServerConnectionFactory factory() {
    if (factory == null) {
      lock.lock();
      try {
        if (factory == null) {
          factory = create();
        }
      } finally {
        lock.unlock();
      }
    }
    return factory;
  }

  private ALPNServerConnectionFactory create() {
    String http1 = HttpVersion.HTTP_1_1.asString();
    ALPNServerConnectionFactory created = new ALPNServerConnectionFactory("h2", http1);
    created.setDefaultProtocol(http1);
    addBean(created);
    try {
      created.start();
    } catch (Exception e) {
      throw new IllegalStateException("ALPN cannot be set up", e);
    }
    return created;
  }
}
