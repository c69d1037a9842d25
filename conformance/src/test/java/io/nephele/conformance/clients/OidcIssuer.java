package io.nephele.conformance.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** An OpenID Connect provider on this machine, as a CI system or a Kubernetes cluster is one. */
final class OidcIssuer implements AutoCloseable {
  private static final String AUDIENCE = "sts.amazonaws.com";

  private final HttpServer server;
  private final KeyPair key;
  private final Instant now;

  private OidcIssuer(HttpServer server, KeyPair key, Instant now) {
    this.server = server;
    this.key = key;
    this.now = now;
  }

  /** Starts one that issues tokens at a time. */
  static OidcIssuer start(Instant now) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OidcIssuer issuer = new OidcIssuer(server, newKey(), now);
      server.createContext(
          "/.well-known/openid-configuration",
          exchange ->
              answer(
                  exchange,
                  "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(issuer.url())));
      server.createContext("/keys", exchange -> answer(exchange, issuer.keys()));
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String keys() {
    RSAPublicKey publicKey = (RSAPublicKey) key.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"one\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(
            base64(unsigned(publicKey.getModulus())),
            base64(unsigned(publicKey.getPublicExponent())));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Its URL, as its tokens name it. */
  String url() {
    return "http://" + name();
  }

  /** Its URL without scheme, as ARNs and condition keys have it. */
  String name() {
    return "localhost:" + server.getAddress().getPort();
  }

  /** A token for a subject. */
  String token(String subject) {
    return token(subject, AUDIENCE, key);
  }

  /** A token for another application. */
  String tokenForAudience(String subject, String audience) {
    return token(subject, audience, key);
  }

  /** A token that somebody else signed. */
  String forgedToken(String subject) {
    return token(subject, AUDIENCE, newKey());
  }

  private String token(String subject, String audience, KeyPair signer) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}";
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                url(),
                subject,
                audience,
                now.getEpochSecond(),
                now.plusSeconds(3600).getEpochSecond());
    String signed =
        base64(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(signer.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
