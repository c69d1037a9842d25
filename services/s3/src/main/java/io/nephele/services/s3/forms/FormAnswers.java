package io.nephele.services.s3.forms;

import io.nephele.api.s3.PutObjectOutput;
import io.nephele.model.Body;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.xml.XmlWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a browser is answered whose form was taken, as the form wants it. */
final class FormAnswers {
  private FormAnswers() {}

  /**
   * The answer.
   *
   * @param put that of PutObject, whose header fields it has, too
   * @param base the bucket's URL with a slash at its end
   */
  static HttpResponse of(
      HttpResponse put,
      PutObjectOutput result,
      Map<String, String> fields,
      String bucket,
      String key,
      String base) {
    Headers headers = put.headers();
    URI redirect = redirect(fields);
    if (redirect != null) {
      String query =
          "bucket=" + encode(bucket) + "&key=" + encode(key) + "&etag=" + encode(result.eTag());
      String url = redirect.toString();
      int fragment = url.indexOf('#');
      String page = fragment < 0 ? url : url.substring(0, fragment);
      headers.set(
          "Location",
          page
              + (redirect.getRawQuery() == null ? "?" : "&")
              + query
              + (fragment < 0 ? "" : url.substring(fragment)));
      return new HttpResponse(303, headers, Body.EMPTY);
    }
    String location = base + encode(key);
    headers.set("Location", location);
    String status = fields.get("success_action_status");
    if ("200".equals(status)) {
      return new HttpResponse(200, headers, Body.EMPTY);
    }
    if (!"201".equals(status)) {
      return new HttpResponse(204, headers, Body.EMPTY);
    }
    headers.set("Content-Type", "application/xml");
    XmlWriter xml =
        new XmlWriter()
            .declaration()
            .start("PostResponse")
            .element("Location", location)
            .element("Bucket", bucket)
            .element("Key", key)
            .element("ETag", result.eTag())
            .end("PostResponse");
    return new HttpResponse(201, headers, Body.of(xml.toBytes()));
  }

  /** Where the form wants the browser to go; null if nowhere, or nowhere that there is. */
  private static URI redirect(Map<String, String> fields) {
    String url = fields.getOrDefault("success_action_redirect", fields.get("redirect"));
    if (url == null) {
      return null;
    }
    try {
      URI uri = new URI(url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
