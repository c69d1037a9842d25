package io.nephele.core.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The HTTP clients by which a service calls web servers that users name. Servers of this very
 * machine may show any certificate, because users make their own for these; all others need one of
 * an authority that Java trusts. Redirects are not followed.
 */
public final class WebClients {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile HttpClient local;
  private volatile HttpClient others;

  /**
   * Clients that are made when they are first needed.
   *
   * @param name of their threads
   */
  public WebClients(String name) {
    this.name = name;
  }

  /**
   * The client for a host.
   *
   * @throws IOException if there is no such host
   */
  public HttpClient of(String host) throws IOException {
    boolean here = InetAddress.getByName(host).isLoopbackAddress();
    HttpClient known = here ? local : others;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      if (here) {
        local = local == null ? make(true) : local;
        return local;
      }
      others = others == null ? make(false) : others;
      return others;
    } finally {
      lock.unlock();
    }
  }

  private HttpClient make(boolean trusting) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(task -> Thread.ofVirtual().name(name).start(task));
    if (trusting) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everybody()}, null);
        builder.sslContext(context);
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }
    return builder.build();
  }

  /** Trusts whoever is there; an extended one, so that names are not compared either. */
  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
