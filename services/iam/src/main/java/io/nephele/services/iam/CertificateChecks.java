package io.nephele.services.iam;

import io.nephele.api.iam.KeyPairMismatchException;
import io.nephele.api.iam.MalformedCertificateException;
import io.nephele.identity.pem.Certificates;
import io.nephele.identity.pem.PrivateKeys;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What IAM checks of a certificate before it takes it for a server.
 *
 * @param expiresAt when the certificate ends
 */
record CertificateChecks(Instant expiresAt) {
  /**
   * Checks a certificate, its key and those who signed it; an error to the caller if they are not
   * good together.
   *
   * @param chain the certificates of those who signed, the nearest first, or null
   */
  static CertificateChecks check(String body, String key, String chain, Instant now) {
    X509Certificate certificate = certificate(body);
    checkDates(certificate, now);
    if (chain != null) {
      checkChain(certificate, chain);
    }
    if (!PrivateKeys.isPair(privateKey(key), certificate.getPublicKey())) {
      throw new KeyPairMismatchException(
          "The private key did not match the public key provided. Please verify the key material"
              + " and try again.");
    }
    return new CertificateChecks(certificate.getNotAfter().toInstant());
  }

  private static X509Certificate certificate(String body) {
    try {
      List<X509Certificate> certificates = Certificates.read(body);
      if (certificates.size() == 1) {
        return certificates.getFirst();
      }
    } catch (CertificateException e) {
      // answered below
    }
    throw new MalformedCertificateException(
        "Unable to parse certificate. Please ensure the certificate is in PEM format.");
  }

  private static PrivateKey privateKey(String key) {
    try {
      return PrivateKeys.read(key);
    } catch (InvalidKeyException e) {
      throw new MalformedCertificateException("Invalid Private Key.");
    }
  }

  private static void checkDates(X509Certificate certificate, Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw new MalformedCertificateException(
          "Certificate is not yet valid. The 'Not Before' date restriction on the certificate has"
              + " not passed.");
    }
    if (!now.isBefore(certificate.getNotAfter().toInstant())) {
      throw new MalformedCertificateException(
          "Certificate is no longer valid. The 'Not After' date restriction on the certificate has"
              + " passed.");
    }
  }

  private static void checkChain(X509Certificate certificate, String chain) {
    List<X509Certificate> signers;
    try {
      signers = Certificates.read(chain);
    } catch (CertificateException e) {
      throw new MalformedCertificateException(
          "Unable to parse certificate chain. Please ensure the certificates are in PEM format.");
    }
    X509Certificate signed = certificate;
    for (int i = 0; i < signers.size(); i++) {
      if (!isSignedBy(signed, signers.get(i))) {
        throw new MalformedCertificateException(
            "Unable to validate certificate chain. The certificate chain must start with the"
                + " immediate signing certificate, followed by any intermediaries in order. The"
                + " index within the chain of the invalid certificate is: "
                + (i - 1));
      }
      signed = signers.get(i);
    }
  }

  private static boolean isSignedBy(X509Certificate signed, X509Certificate signer) {
    if (!signed.getIssuerX500Principal().equals(signer.getSubjectX500Principal())) {
      return false;
    }
    try {
      signed.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
