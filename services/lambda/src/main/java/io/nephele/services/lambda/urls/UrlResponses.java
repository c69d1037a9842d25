package io.nephele.services.lambda.urls;

import io.nephele.core.json.JsonText;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Results of functions as HTTP responses. */
final class UrlResponses {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String JSON = "application/json";

  private UrlResponses() {}

  /** The response that a function's result is: one of payload version 2.0, or any JSON. */
  static HttpResponse of(Bytes payload) {
    Object value = JsonText.parse(payload.utf8());
    if (value instanceof Map<?, ?> map && map.containsKey("statusCode")) {
      Headers headers = new Headers();
      int status = fields(map, headers);
      if (status < 0) {
        return badGateway();
      }
      return new HttpResponse(status, withType(headers), Body.of(body(map)));
    }
    Headers headers = new Headers();
    Bytes body = value instanceof String text ? Bytes.utf8(text) : payload;
    return new HttpResponse(200, withType(headers), Body.of(body));
  }

  /** What is answered for a function that failed. */
  static HttpResponse badGateway() {
    Headers headers = new Headers();
    headers.set(CONTENT_TYPE, JSON);
    return new HttpResponse(502, headers, Body.of(Bytes.utf8("Internal Server Error")));
  }

  /** An error as JSON. */
  static HttpResponse error(int status, String type, Map<String, ?> document) {
    Headers headers = new Headers();
    headers.set(CONTENT_TYPE, JSON);
    headers.set("x-amzn-ErrorType", type);
    return new HttpResponse(status, headers, Body.of(Bytes.utf8(JsonText.write(document))));
  }

  /** Takes header fields and cookies of a result; its status, or -1 if it is none. */
  static int fields(Map<?, ?> result, Headers headers) {
    if (result.get("headers") instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (value != null && isField((String) name, value.toString())) {
              headers.add((String) name, value.toString());
            }
          });
    }
    if (result.get("cookies") instanceof List<?> cookies) {
      for (Object cookie : cookies) {
        if (isField("Set-Cookie", String.valueOf(cookie))) {
          headers.add("Set-Cookie", String.valueOf(cookie));
        }
      }
    }
    return switch (result.get("statusCode")) {
      case Number number -> status(number.intValue());
      case String text when text.matches("[0-9]{3}") -> status(Integer.parseInt(text));
      case null, default -> -1;
    };
  }

  private static int status(int status) {
    return status >= 100 && status <= 599 ? status : -1;
  }

  /** Whether a function may set a field: nothing that would break the message. */
  private static boolean isField(String name, String value) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')
        && value.indexOf('\r') < 0
        && value.indexOf('\n') < 0
        && !name.equalsIgnoreCase("Content-Length")
        && !name.equalsIgnoreCase("Transfer-Encoding")
        && !name.equalsIgnoreCase("Connection");
  }

  private static Headers withType(Headers headers) {
    if (headers.first(CONTENT_TYPE) == null) {
      headers.set(CONTENT_TYPE, JSON);
    }
    return headers;
  }

  private static Bytes body(Map<?, ?> result) {
    Object body = result.get("body");
    if (body == null) {
      return Bytes.EMPTY;
    }
    String text = body instanceof String string ? string : JsonText.write(body);
    if (Boolean.TRUE.equals(result.get("isBase64Encoded"))) {
      try {
        return Bytes.of(Base64.getDecoder().decode(text));
      } catch (IllegalArgumentException e) {
        return Bytes.utf8(text);
      }
    }
    return Bytes.utf8(text);
  }
}
