package io.nephele.services.lambda.urls;

import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.code.QueryText;
import io.nephele.wire.http.HttpRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests as events of payload version 2.0. */
final class UrlEvents {
  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private UrlEvents() {}

  /** The event of a request. */
  static Bytes of(
      HttpRequest request,
      Bytes body,
      UrlRow url,
      Principal caller,
      String requestId,
      Instant now) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "2.0");
    event.put("routeKey", "$default");
    event.put("rawPath", QueryText.decodePath(request.path()));
    event.put("rawQueryString", request.query() == null ? "" : request.query());
    Map<String, String> headers = headers(request);
    String cookies = headers.remove("cookie");
    if (cookies != null) {
      event.put("cookies", List.of(cookies.split("; ")));
    }
    event.put("headers", headers);
    Map<String, String> query = query(request.query());
    if (!query.isEmpty()) {
      event.put("queryStringParameters", query);
    }
    event.put("requestContext", context(request, url, caller, requestId, now));
    if (body.length() > 0) {
      boolean text = isText(request.headers().first("Content-Type"));
      event.put("body", text ? body.utf8() : Base64.getEncoder().encodeToString(body.toArray()));
      event.put("isBase64Encoded", !text);
    } else {
      event.put("isBase64Encoded", false);
    }
    return Bytes.utf8(JsonText.write(event));
  }

  private static Map<String, String> headers(HttpRequest request) {
    Map<String, List<String>> all = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, value) ->
                all.computeIfAbsent(name.toLowerCase(Locale.ROOT), none -> new ArrayList<>())
                    .add(value));
    Map<String, String> headers = new TreeMap<>();
    all.forEach(
        (name, values) ->
            headers.put(name, String.join(name.equals("cookie") ? "; " : ",", values)));
    headers.put("x-forwarded-for", request.remoteAddress());
    headers.put("x-forwarded-proto", request.secure() ? "https" : "http");
    int colon = request.host().lastIndexOf(':');
    headers.put(
        "x-forwarded-port",
        colon < 0 ? request.secure() ? "443" : "80" : request.host().substring(colon + 1));
    return headers;
  }

  private static Map<String, String> query(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String part : query.split("&")) {
        int equals = part.indexOf('=');
        String name = QueryText.decode(equals < 0 ? part : part.substring(0, equals));
        String value = equals < 0 ? "" : QueryText.decode(part.substring(equals + 1));
        values.merge(name, value, (before, next) -> before + ',' + next);
      }
    }
    return values;
  }

  private static Map<String, Object> context(
      HttpRequest request, UrlRow url, Principal caller, String requestId, Instant now) {
    boolean anonymous = caller.type() == Principal.Type.ANONYMOUS;
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("accountId", anonymous ? "anonymous" : caller.accountId());
    context.put("apiId", url.id());
    if (!anonymous) {
      context.put("authentication", null);
      context.put("authorizer", Map.of("iam", identity(caller)));
    }
    int colon = request.host().lastIndexOf(':');
    context.put("domainName", colon < 0 ? request.host() : request.host().substring(0, colon));
    context.put("domainPrefix", url.id());
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("method", request.method());
    http.put("path", QueryText.decodePath(request.path()));
    http.put("protocol", "HTTP/1.1");
    http.put("sourceIp", request.remoteAddress());
    http.put("userAgent", request.headers().first("User-Agent"));
    context.put("http", http);
    context.put("requestId", requestId);
    context.put("routeKey", "$default");
    context.put("stage", "$default");
    context.put("time", LOG_TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
    return context;
  }

  private static Map<String, Object> identity(Principal caller) {
    Map<String, Object> iam = new LinkedHashMap<>();
    iam.put("accessKey", caller.accessKeyId());
    iam.put("accountId", caller.accountId());
    iam.put("callerId", caller.id());
    iam.put("cognitoIdentity", null);
    iam.put("principalOrgId", null);
    iam.put("userArn", caller.arn());
    iam.put("userId", caller.id());
    return iam;
  }

  private static boolean isText(String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/javascript")
        || type.startsWith("application/xml")
        || type.startsWith("application/x-www-form-urlencoded")
        || type.contains("+json")
        || type.contains("+xml");
  }
}
