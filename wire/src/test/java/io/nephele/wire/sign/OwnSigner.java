package io.nephele.wire.sign;

import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECPrivateKeySpec;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A second, plain signer, for requests that AWS's own would not make: any header signed or not,
 * either algorithm, chunks. It takes paths as canonical already.
 */
record OwnSigner(
    String keyId, String secret, String date, String region, String service, boolean elliptic) {
  static final HexFormat HEX = HexFormat.of();

  static OwnSigner service(String service) {
    return new OwnSigner(
        Signing.KEY, Signing.SECRET, "20150830T123600Z", "us-east-1", service, false);
  }

  OwnSigner key(String otherId, String otherSecret) {
    return new OwnSigner(otherId, otherSecret, date, region, service, elliptic);
  }

  OwnSigner at(String otherDate) {
    return new OwnSigner(keyId, secret, otherDate, region, service, elliptic);
  }

  OwnSigner withElliptic() {
    return new OwnSigner(keyId, secret, date, region, service, true);
  }

  String algorithm() {
    return elliptic ? "AWS4-ECDSA-P256-SHA256" : "AWS4-HMAC-SHA256";
  }

  String scope() {
    String day = date.substring(0, 8);
    return elliptic
        ? day + "/" + service + "/aws4_request"
        : day + "/" + region + "/" + service + "/aws4_request";
  }

  /** Signs in the header. All fields are signed but those named. */
  HttpRequest sign(HttpRequest request, String payloadHash, String... unsigned) {
    Headers headers = request.headers().copy();
    if (headers.first("X-Amz-Date") == null) {
      headers.add("X-Amz-Date", date);
    }
    TreeMap<String, String> fields = fields(headers, unsigned);
    String names = String.join(";", fields.keySet());
    String signature = signature(canonical(request, request.query(), fields, names, payloadHash));
    headers.add(
        "Authorization",
        algorithm()
            + " Credential="
            + keyId
            + "/"
            + scope()
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
    return request.withHeaders(headers);
  }

  /** Signs in the URL; the parameters are those of the request and these, as name and value. */
  HttpRequest presign(HttpRequest request, String payloadHash, String... parameters) {
    TreeMap<String, String> fields = fields(request.headers());
    String names = String.join(";", fields.keySet());
    TreeMap<String, String> query = new TreeMap<>();
    if (request.query() != null) {
      for (String pair : request.query().split("&")) {
        query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
    }
    query.put("X-Amz-Algorithm", algorithm());
    query.put("X-Amz-Credential", encode(keyId + "/" + scope()));
    query.put("X-Amz-Date", date);
    query.put("X-Amz-SignedHeaders", encode(names));
    for (int i = 0; i < parameters.length; i += 2) {
      query.put(parameters[i], encode(parameters[i + 1]));
    }
    String text =
        query.entrySet().stream()
            .map(pair -> pair.getKey() + "=" + pair.getValue())
            .collect(Collectors.joining("&"));
    String signature = signature(canonical(request, text, fields, names, payloadHash));
    return Signing.withTarget(request, request.path(), text + "&X-Amz-Signature=" + signature);
  }

  private static TreeMap<String, String> fields(Headers headers, String... unsigned) {
    TreeMap<String, String> fields = new TreeMap<>();
    headers.forEach(
        (name, value) -> fields.merge(name.toLowerCase(), value.strip(), (a, b) -> a + "," + b));
    for (String name : unsigned) {
      fields.remove(name);
    }
    return fields;
  }

  private String canonical(
      HttpRequest request,
      String query,
      TreeMap<String, String> fields,
      String names,
      String payloadHash) {
    StringBuilder text = new StringBuilder(request.method() + "\n" + request.path() + "\n");
    text.append(query == null ? "" : query).append('\n');
    fields.forEach((name, value) -> text.append(name + ":" + value + "\n"));
    String canonical = text + "\n" + names + "\n" + payloadHash;
    return algorithm()
        + "\n"
        + date
        + "\n"
        + scope()
        + "\n"
        + sha256(canonical.getBytes(StandardCharsets.UTF_8));
  }

  /** The signature of a chunk or of the trailers; the data's hash follows a chunk's own lines. */
  String chunkSignature(String previous, byte[] data) {
    return signature(
        algorithm()
            + "-PAYLOAD\n"
            + date
            + "\n"
            + scope()
            + "\n"
            + previous
            + "\n"
            + sha256(new byte[0])
            + "\n"
            + sha256(data));
  }

  String trailerSignature(String previous, String canonical) {
    return signature(
        algorithm()
            + "-TRAILER\n"
            + date
            + "\n"
            + scope()
            + "\n"
            + previous
            + "\n"
            + sha256(canonical.getBytes(StandardCharsets.UTF_8)));
  }

  String signature(String stringToSign) {
    byte[] text = stringToSign.getBytes(StandardCharsets.UTF_8);
    try {
      if (elliptic) {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(privateKey());
        signer.update(text);
        return HEX.formatHex(signer.sign());
      }
      byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date.substring(0, 8));
      key = hmac(hmac(hmac(key, region), service), "aws4_request");
      return HEX.formatHex(hmac(key, stringToSign));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new ECPrivateKeySpec(
                EllipticKeys.scalar(keyId, secret, EllipticKeys.curve().getOrder()),
                EllipticKeys.curve()));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
