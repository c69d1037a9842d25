package io.nephele.services.sts;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts servers whose certificates the public trusts, and those whose topmost certificate, as they
 * send it, has one of some thumbprints. The host's name is checked in either case. For one fetch.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager common;
  private final List<String> thumbprints;
  private volatile boolean refused;

  private PinnedTrust(X509ExtendedTrustManager common, List<String> thumbprints) {
    this.common = common;
    this.thumbprints = thumbprints;
  }

  /** Trusts certificates of those thumbprints, SHA-1 in hexadecimal. */
  static PinnedTrust of(List<String> thumbprints) {
    try {
      return new PinnedTrust(trustManager(null), thumbprints);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no trust anchors", e);
    }
  }

  /** A TLS context with this trust. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  /** Whether a server was not trusted. */
  boolean refused() {
    return refused;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      common.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException notPublic) {
      pinned(chain).checkServerTrusted(chain, authType, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      common.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException notPublic) {
      pinned(chain).checkServerTrusted(chain, authType, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the host's name cannot be checked");
  }

  /** Trusts the topmost certificate of the chain, if it is one of those pinned. */
  private X509ExtendedTrustManager pinned(X509Certificate[] chain) throws CertificateException {
    X509Certificate top = chain[chain.length - 1];
    if (!thumbprints.contains(thumbprint(top))) {
      refused = true;
      throw new CertificateException("no thumbprint matches");
    }
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      anchors.setCertificateEntry("pinned", top);
      return trustManager(anchors);
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException(e);
    }
  }

  private static String thumbprint(X509Certificate certificate) throws CertificateException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  private static X509ExtendedTrustManager trustManager(KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return common.getAcceptedIssuers();
  }
}
