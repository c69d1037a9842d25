package io.nephele.services.lambda.code;

import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.web.WebHandler;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.state.CodePackage;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links by which anybody can fetch an archive for ten minutes. AWS gives presigned URLs of buckets
 * of its own; these are answered by Nephele itself.
 */
public final class CodeLinks implements WebHandler {
  /** How the paths of links begin. */
  public static final String PATH = "/_lambda/code/";

  private static final long SECONDS = 600;
  private static final int SECRET_BYTES = 32;
  private static final Key SECRET = Key.of("links");

  private final LambdaWorld lambda;
  private final Finder finder;
  private final Table<Secret> secrets;

  /** What is stored: signs links. */
  record Secret(Bytes key) {}

  /** Finds an archive by what names it in a link. */
  @FunctionalInterface
  public interface Finder {
    /** The archive, or null. */
    CodePackage find(String arn);
  }

  /** The links of a world. */
  public CodeLinks(LambdaWorld lambda, Finder finder) {
    this.lambda = lambda;
    this.finder = finder;
    this.secrets = Table.sealed("lambda.secrets", Secret.class, lambda.world().rootKey());
  }

  /**
   * A link to an archive.
   *
   * @param arn of the version of a function or layer
   */
  public String link(String arn, Call call) {
    long until = lambda.now().getEpochSecond() + SECONDS;
    String host = call.origin().host();
    String key = call.principal().accessKeyId();
    return call.origin().scheme()
        + "://"
        + (host == null ? "localhost" : host)
        + PATH
        + URLEncoder.encode(arn, StandardCharsets.UTF_8)
        + "?X-Amz-Expires="
        + until
        + (key == null ? "" : "&X-Amz-Credential=" + URLEncoder.encode(key, StandardCharsets.UTF_8))
        + "&X-Amz-Signature="
        + signature(arn, until);
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    String arn = QueryText.decode(request.path().substring(PATH.length()));
    String until = QueryText.first(request.query(), "X-Amz-Expires");
    String given = QueryText.first(request.query(), "X-Amz-Signature");
    long end = until != null && until.matches("[0-9]{1,12}") ? Long.parseLong(until) : 0;
    if (given == null
        || end < lambda.now().getEpochSecond()
        || !MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            signature(arn, end).getBytes(StandardCharsets.UTF_8))) {
      return text(403, "Request has expired or its signature does not match");
    }
    CodePackage code = finder.find(arn);
    if (code == null) {
      return text(404, "The code is not there any more");
    }
    try {
      Headers headers = new Headers();
      headers.set("Content-Type", "application/zip");
      return new HttpResponse(200, headers, lambda.world().blobs().open(code.blob()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse text(int status, String message) {
    Headers headers = new Headers();
    headers.set("Content-Type", "text/plain");
    return new HttpResponse(status, headers, Body.of(Bytes.utf8(message)));
  }

  private String signature(String arn, long until) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret().toArray(), "HmacSHA256"));
      byte[] signed = mac.doFinal((arn + '\n' + until).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private Bytes secret() {
    Secret known = lambda.read(reader -> secrets.get(reader, SECRET));
    if (known != null) {
      return known.key;
    }
    Secret made = new Secret(Bytes.of(lambda.world().ids().secretBytes(SECRET_BYTES)));
    return lambda.write(
        transaction -> {
          Secret other = secrets.get(transaction, SECRET);
          if (other != null) {
            return other.key;
          }
          secrets.put(transaction, SECRET, made);
          return made.key;
        });
  }
}
