package io.nephele.identity.pem;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** X.509 certificates in PEM and DER. */
public final class Certificates {
  private Certificates() {}

  /**
   * Reads the certificates of a PEM text, in order.
   *
   * @throws CertificateException if it has anything else, or nothing
   */
  public static List<X509Certificate> read(String pem) throws CertificateException {
    List<PemBlock> blocks = PemBlock.readAll(pem);
    if (blocks == null || blocks.isEmpty()) {
      throw new CertificateException("not PEM");
    }
    List<X509Certificate> certificates = new ArrayList<>(blocks.size());
    for (PemBlock block : blocks) {
      if (!block.label().equals("CERTIFICATE") || block.encrypted()) {
        throw new CertificateException("not a certificate: " + block.label());
      }
      certificates.add(ofDer(block.content()));
    }
    return certificates;
  }

  /**
   * Reads a certificate in DER.
   *
   * @throws CertificateException if it is none
   */
  public static X509Certificate ofDer(byte[] der) throws CertificateException {
    // The factory would also take other forms than DER.
    if (der.length == 0 || der[0] != 0x30) {
      throw new CertificateException("not DER");
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }
}
