package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.nephele.core.json.JsonText;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.security.KeyManagementException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/** A provider whose certificate is its own: another Nephele, with TLS. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PinnedTrustTest {
  @Inject Nephele nephele;
  @Inject StsClient sts;

  @Test
  void thumbprintsStandForCertificatesThatThePublicDoesNotTrust() throws Exception {
    JWK key = TestIssuer.newCurveKey("one");
    try (Nephele provider =
        Nephele.builder()
            .services(List.of())
            .frontDoor((world, api) -> request -> answer(request, key))
            .start()) {
      String name = "localhost:" + provider.endpoint().getPort();
      makeCertificate(provider.endpoint().getPort());
      IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A);
      String arn =
          iam.createOpenIDConnectProvider(
                  r -> r.url("https://" + name).clientIDList("app").thumbprintList("0".repeat(40)))
              .openIDConnectProviderArn();
      String role =
          new Actors(nephele)
              .role(
                  A,
                  "web",
                  """
                  {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal":
                   {"Federated": "%s"}, "Action": "sts:AssumeRoleWithWebIdentity"}}
                  """
                      .formatted(arn));
      long now = nephele.world().clock().now().getEpochSecond();
      String token =
          TestIssuer.token(
              Map.of(
                  "iss",
                  "https://" + name,
                  "sub",
                  "ada",
                  "aud",
                  "app",
                  "iat",
                  now,
                  "exp",
                  now + 60),
              key);
      assertError(
          () -> assume(role, token),
          "InvalidIdentityToken",
          400,
          "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint");
      iam.updateOpenIDConnectProviderThumbprint(
          r ->
              r.openIDConnectProviderArn(arn)
                  .thumbprintList(thumbprint(provider.endpoint().getPort())));
      assertThat(assume(role, token).subjectFromWebIdentityToken()).isEqualTo("ada");
    }
  }

  private AssumeRoleWithWebIdentityResponse assume(String role, String token) {
    return sts.assumeRoleWithWebIdentity(
        r -> r.roleArn(role).roleSessionName("build").webIdentityToken(token));
  }

  private static HttpResponse answer(HttpRequest request, JWK key) {
    String issuer = "https://" + request.headers().first("Host");
    String text =
        request.path().equals("/keys")
            ? new JWKSet(key).toPublicJWKSet().toString()
            : JsonText.write(Map.of("issuer", issuer, "jwks_uri", issuer + "/keys"));
    return new HttpResponse(
        200, new Headers().add("Content-Type", "application/json"), Body.of(Bytes.utf8(text)));
  }

  private static String thumbprint(int port) {
    X509Certificate[] seen = new X509Certificate[1];
    X509TrustManager any =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String authType) {
            seen[0] = chain[chain.length - 1];
          }

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {any}, null);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
        socket.startHandshake();
      }
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(seen[0].getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException | KeyManagementException e) {
      throw new AssertionError(e);
    } catch (java.io.IOException | java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  /** The first handshake makes the certificate, which may take longer than STS waits. */
  private static void makeCertificate(int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) SSLSocketFactory.getDefault().createSocket("localhost", port)) {
      socket.startHandshake();
    } catch (SSLException e) {
      // It is not trusted, as it should be.
    }
  }
}
