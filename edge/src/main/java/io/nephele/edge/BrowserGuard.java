package io.nephele.edge;

import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets web pages that a developer works on use AWS's browser SDKs against this server, and keeps
 * the pages of other sites out.
 *
 * <p>Browsers name the page's site in the header {@code Origin} and ask before all but the simplest
 * requests. Origins of the same machine (localhost, *.localhost, 127.0.0.1, [::1],
 * *.localhost.localstack.cloud) and those of the configuration are trusted: they get the CORS
 * headers, unless a service has rules of its own, as buckets in S3 may have. Other origins get none
 * from here (but by such rules), so that their pages can read nothing and send no {@code
 * Authorization}; what remains are simple unsigned requests, whose damage is done although the
 * answer cannot be read. Those are refused where they would change something.
 *
 * <p>A page can also have its own name resolve to 127.0.0.1 (DNS rebinding); then it is no other
 * site to the browser, but {@code Host} tells the page's name. For that reason {@link
 * #allowsControl} wants a host that no stranger can own: an address, a name without dots, or one
 * under localhost, local, internal or test. AWS requests are not held to that, because S3 and
 * others serve any host name.
 */
public final class BrowserGuard {
  private static final List<String> SIMPLE_TYPES =
      List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data");
  private static final List<String> PRIVATE_DOMAINS =
      List.of(".localhost", ".localhost.localstack.cloud", ".local", ".internal", ".test");

  private final Set<String> trusted;

  /**
   * A guard.
   *
   * @param trustedOrigins further origins to trust, such as https://shop.test:3000; "*" trusts all
   */
  public BrowserGuard(List<String> trustedOrigins) {
    this.trusted = Set.copyOf(trustedOrigins);
  }

  /**
   * A handler that keeps other sites out, and adds the CORS headers to what the next handler
   * answers.
   */
  public HttpHandler around(HttpHandler next) {
    return request -> {
      Headers headers = request.headers();
      String origin = headers.first("Origin");
      if (origin == null && headers.first("Sec-Fetch-Site") == null) {
        return next.handle(request);
      }
      if (origin == null || !isTrusted(origin)) {
        return isForgery(request, origin)
            ? PlainResponses.text(403, "Refused: the request comes from a page of another site\n")
            : next.handle(request);
      }
      if (request.method().equals("OPTIONS")
          && headers.first("Access-Control-Request-Method") != null) {
        HttpResponse own = next.handle(request);
        return hasOwnRules(own) ? own : preflight(request, origin);
      }
      return withCors(next.handle(request), origin);
    };
  }

  /** Whether a request that controls the program may have come from somebody who is allowed to. */
  public boolean allowsControl(HttpRequest request) {
    String origin = request.headers().first("Origin");
    if (origin != null && !isTrusted(origin)) {
      return false;
    }
    return !(origin == null && isCrossSite(request)) && isPrivateHost(hostOf(request.host()));
  }

  /** Whether an IP address is one of the machine's own loopback addresses. */
  static boolean isLoopbackAddress(String address) {
    return address.startsWith("127.")
        || address.equals("::1")
        || address.equals("0:0:0:0:0:0:0:1")
        || address.startsWith("::ffff:127.");
  }

  private boolean isTrusted(String origin) {
    if (trusted.contains("*") || trusted.contains(origin)) {
      return true;
    }
    int scheme = origin.indexOf("://");
    if (scheme < 0) {
      return false;
    }
    String host = hostOf(origin.substring(scheme + 3));
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("localhost.localstack.cloud")
        || host.endsWith(".localhost.localstack.cloud")
        || (isAddress(host) && isLoopbackAddress(host));
  }

  /**
   * Whether a service has rules of its own for who may call it from which pages, as buckets in S3
   * do. It allows the page, or says that the answer depends on what a preflight asks.
   */
  private static boolean hasOwnRules(HttpResponse response) {
    Headers headers = response.headers();
    String vary = headers.first("Vary");
    return headers.first("Access-Control-Allow-Origin") != null
        || vary != null && vary.contains("Access-Control-Request-Method");
  }

  /**
   * Whether a page of another site makes the browser change something, without credentials that it
   * could only have sent if allowed.
   */
  private static boolean isForgery(HttpRequest request, String origin) {
    if (origin == null && !isCrossSite(request)) {
      return false;
    }
    if (request.headers().first("Authorization") != null) {
      return false;
    }
    String query = request.query();
    return isSentWithoutAsking(request)
        || (query != null && (query.startsWith("Action=") || query.contains("&Action=")));
  }

  /**
   * Whether browsers send such a request, which may change something, for any page. Before others
   * they ask, and if they come nevertheless a service has allowed the page by rules of its own.
   */
  private static boolean isSentWithoutAsking(HttpRequest request) {
    if (!request.method().equals("POST")) {
      return false;
    }
    String type = request.headers().first("Content-Type");
    if (type == null) {
      return true;
    }
    String lower = type.toLowerCase(Locale.ROOT);
    return SIMPLE_TYPES.stream().anyMatch(lower::startsWith);
  }

  private static boolean isCrossSite(HttpRequest request) {
    return "cross-site".equals(request.headers().first("Sec-Fetch-Site"));
  }

  private static HttpResponse preflight(HttpRequest request, String origin) {
    HttpResponse response = withCors(PlainResponses.empty(204), origin);
    Headers asked = request.headers();
    Headers headers = response.headers();
    headers.add("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    String names = asked.first("Access-Control-Request-Headers");
    if (names != null) {
      headers.add("Access-Control-Allow-Headers", names);
    }
    if ("true".equals(asked.first("Access-Control-Request-Private-Network"))) {
      headers.add("Access-Control-Allow-Private-Network", "true");
    }
    headers.add("Access-Control-Max-Age", "600");
    return response;
  }

  private static HttpResponse withCors(HttpResponse response, String origin) {
    Headers headers = response.headers();
    if (!hasOwnRules(response)) {
      headers.add("Access-Control-Allow-Origin", origin);
      headers.add("Access-Control-Expose-Headers", "*");
      headers.add("Vary", "Origin");
    }
    return response;
  }

  /** The host of host:port, in lower case and without the brackets of an IPv6 address. */
  private static String hostOf(String authority) {
    if (authority == null) {
      return "";
    }
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    String host = end <= 0 ? authority : authority.substring(0, end);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean isPrivateHost(String host) {
    if (host.indexOf('.') < 0 || isAddress(host) || host.equals("localhost.localstack.cloud")) {
      return true;
    }
    for (String domain : PRIVATE_DOMAINS) {
      if (host.endsWith(domain)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAddress(String host) {
    if (host.indexOf(':') >= 0) {
      return true;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !host.isEmpty();
  }
}
