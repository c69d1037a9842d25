package io.nephele.edge;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.AbstractConnectionFactory;

/**
 * Agrees with TLS clients on HTTP/2 or HTTP/1.1; looks for the JDK's part in that when the first
 * such connection comes.
 */
final class LazyAlpn extends LazyConnectionFactory {
  static final String PROTOCOL = "alpn";

  LazyAlpn() {
    super(PROTOCOL, "ALPN");
  }

  @Override
  AbstractConnectionFactory create() {
    String http1 = HttpVersion.HTTP_1_1.asString();
    ALPNServerConnectionFactory created = new ALPNServerConnectionFactory("h2", http1);
    created.setDefaultProtocol(http1);
    return created;
  }
}
