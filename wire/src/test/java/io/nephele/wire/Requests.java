package io.nephele.wire;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Requests as clients send them, for tests. */
public final class Requests {
  private Requests() {}

  /** A request to {@code localhost:4566} with those headers, given as name and value in turn. */
  public static HttpRequest of(String method, String target, byte[] body, String... headers) {
    int mark = target.indexOf('?');
    Headers fields = new Headers();
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(headers[i], headers[i + 1]);
    }
    if (fields.first("Host") == null) {
      fields.add("Host", "localhost:4566");
    }
    return new HttpRequest(
        method,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? null : target.substring(mark + 1),
        fields,
        Body.of(Bytes.of(body)),
        "127.0.0.1",
        false);
  }

  /** A request without a body. */
  public static HttpRequest of(String method, String target, String... headers) {
    return of(method, target, new byte[0], headers);
  }

  /** A posted form. */
  public static HttpRequest form(String form) {
    return of(
        "POST",
        "/",
        form.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/x-www-form-urlencoded; charset=utf-8");
  }

  /** An {@code Authorization} header signed for that service. */
  public static String authorization(String service) {
    return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/"
        + service
        + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
  }

  /** The text of a response's body. */
  public static String text(HttpResponse response) {
    try (InputStream in = response.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
