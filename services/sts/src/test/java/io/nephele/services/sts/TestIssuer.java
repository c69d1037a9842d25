package io.nephele.services.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nephele.core.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect provider on this machine. */
final class TestIssuer implements AutoCloseable {
  private final HttpServer server;
  private final String issuer;
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile JWK key;
  private volatile String discovery;

  private TestIssuer(HttpServer server) {
    this.server = server;
    this.issuer = "http://localhost:" + server.getAddress().getPort();
    this.key = newRsaKey("one");
    this.discovery = JsonText.write(Map.of("issuer", issuer, "jwks_uri", issuer + "/keys.json"));
  }

  static TestIssuer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TestIssuer started = new TestIssuer(server);
      server.createContext(
          "/.well-known/openid-configuration",
          exchange -> started.answer(exchange, started.discovery));
      server.createContext(
          "/keys.json",
          exchange ->
              started.answer(exchange, new JWKSet(started.key).toPublicJWKSet().toString()));
      server.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    fetches.incrementAndGet();
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  String issuer() {
    return issuer;
  }

  /** The URL without scheme, as ARNs have it. */
  String name() {
    return issuer.substring("http://".length());
  }

  int fetches() {
    return fetches.get();
  }

  void rotate(JWK newKey) {
    key = newKey;
  }

  void discovery(String text) {
    discovery = text;
  }

  String token(Map<String, Object> claims) {
    return token(claims, key);
  }

  static String token(Map<String, Object> claims, JWK signer) {
    try {
      JWSAlgorithm algorithm = signer instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
      JWSObject jws =
          new JWSObject(
              new JWSHeader.Builder(algorithm).keyID(signer.getKeyID()).build(),
              new Payload(JsonText.write(claims)));
      jws.sign(
          signer instanceof ECKey curve
              ? new ECDSASigner(curve)
              : new RSASSASigner((RSAKey) signer));
      return jws.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static RSAKey newRsaKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static ECKey newCurveKey(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
