package io.nephele.services.iam;

import io.nephele.api.iam.OpenIdIdpCommunicationErrorException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks the host of an OpenID Connect provider for the certificate that its thumbprint is of. */
final class ThumbprintRetrieval {
  private static final int TIMEOUT_MILLIS = 5_000;

  private ThumbprintRetrieval() {}

  /**
   * The SHA-1 of the last certificate that the host shows, which is that of the highest authority
   * in its chain; an error to the caller if the host does not answer.
   */
  static String ofHost(OidcUrl url) {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(url.host(), url.port()), TIMEOUT_MILLIS);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      SSLContext context = SSLContext.getInstance("TLS");
      // Nothing is told to the host or believed of it: what it shows is what is asked for.
      context.init(null, new TrustManager[] {new Anyone()}, null);
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, url.host(), url.port(), true)) {
        socket.startHandshake();
        Certificate[] chain = socket.getSession().getPeerCertificates();
        byte[] encoded = chain[chain.length - 1].getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(encoded));
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new OpenIdIdpCommunicationErrorException(
          "Please make sure your OpenID Connect provider is reachable: no certificate could be"
              + " retrieved from "
              + url.host()
              + ".");
    }
  }

  /** Takes every certificate. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
