package io.nephele.edge;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Recognises TLS by its first byte, and loads keys and everything else that TLS needs when the
 * first such connection comes.
 */
final class LazyTls extends LazyConnectionFactory implements ConnectionFactory.Detecting {
  private static final int HANDSHAKE = 0x16;

  private final Path folder;

  LazyTls(Path folder) {
    super("SSL", "TLS");
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
  AbstractConnectionFactory create() {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(LocalCertificate.load(folder));
    context.setKeyStorePassword(LocalCertificate.PASSWORD);
    context.setSniRequired(false);
    SslConnectionFactory created = new SslConnectionFactory(context, LazyAlpn.PROTOCOL);
    // Every name is answered with the one certificate; which names are served is the handler's
    // business.
    created.setEnsureSecureRequestCustomizer(false);
    return created;
  }
}
