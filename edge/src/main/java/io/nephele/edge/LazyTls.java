package io.nephele.edge;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Recognises TLS by its first byte, and loads keys and everything else that TLS needs when the
 * first such connection comes.
 */
final class LazyTls extends AbstractConnectionFactory implements ConnectionFactory.Detecting {
  private static final int HANDSHAKE = 0x16;

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile SslConnectionFactory factory;

  LazyTls(Path folder) {
    super("SSL");
    this.folder = folder;
  }

  @Override
  public Detection detect(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return Detection.NEED_MORE_BYTES;
    }
    return (buffer.get(buffer.position()) & 0xff) == HANDSHAKE
        ? Detection.RECOGNIZED
        : Detection.NOT_RECOGNIZED;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return factory().newConnection(connector, endPoint);
  }

  private SslConnectionFactory factory() {
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

  private SslConnectionFactory create() {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(LocalCertificate.load(folder));
    context.setKeyStorePassword(LocalCertificate.PASSWORD);
    context.setSniRequired(false);
    SslConnectionFactory created = new SslConnectionFactory(context, LazyAlpn.PROTOCOL);
    // Every name is answered with the one certificate; which names are served is the handler's
    // business.
    created.setEnsureSecureRequestCustomizer(false);
    addBean(created);
    try {
      created.start();
    } catch (Exception e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
    return created;
  }
}
