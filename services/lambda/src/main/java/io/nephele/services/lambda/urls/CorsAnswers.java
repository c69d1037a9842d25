package io.nephele.services.lambda.urls;

import io.nephele.api.lambda.Cors;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.util.List;

/** What CORS settings of a function URL add to answers. */
final class CorsAnswers {
  private static final String ANY = "*";

  private CorsAnswers() {}

  /** Whether a browser asks before it calls. */
  static boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.headers().first("Origin") != null
        && request.headers().first("Access-Control-Request-Method") != null;
  }

  /** Adds the fields for a request to an answer's. */
  static void add(Cors cors, HttpRequest request, Headers to) {
    String origin = request.headers().first("Origin");
    List<String> origins = cors.allowOrigins();
    if (origin == null
        || origins == null
        || !origins.contains(ANY) && origins.stream().noneMatch(each -> matches(each, origin))) {
      return;
    }
    boolean credentials = Boolean.TRUE.equals(cors.allowCredentials());
    to.set("Access-Control-Allow-Origin", origins.contains(ANY) && !credentials ? ANY : origin);
    to.add("Vary", "Origin");
    if (credentials) {
      to.set("Access-Control-Allow-Credentials", "true");
    }
    if (isPreflight(request)) {
      put(to, "Access-Control-Allow-Methods", cors.allowMethods());
      put(to, "Access-Control-Allow-Headers", cors.allowHeaders());
      if (cors.maxAge() != null) {
        to.set("Access-Control-Max-Age", Integer.toString(cors.maxAge()));
      }
    } else {
      put(to, "Access-Control-Expose-Headers", cors.exposeHeaders());
    }
  }

  /** Origins may have one wildcard for the host's beginning, as in https://*.example.com. */
  private static boolean matches(String allowed, String origin) {
    int star = allowed.indexOf('*');
    return star < 0
        ? allowed.equalsIgnoreCase(origin)
        : origin.length() >= allowed.length() - 1
            && origin.regionMatches(true, 0, allowed, 0, star)
            && origin.regionMatches(
                true,
                origin.length() - (allowed.length() - star - 1),
                allowed,
                star + 1,
                allowed.length() - star - 1);
  }

  private static void put(Headers to, String name, List<String> values) {
    if (values != null && !values.isEmpty()) {
      to.set(name, String.join(",", values));
    }
  }
}
