package io.nephele.services.s3.cors;

import io.nephele.api.s3.CORSRule;
import io.nephele.wire.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which of a bucket's rules a request is allowed by, and what its answer then says. */
final class CorsRules {
  private static final String VARY =
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

  private CorsRules() {}

  /** The first rule that allows an origin to use a method with those header fields, or null. */
  static CORSRule find(List<CORSRule> rules, String origin, String method, List<String> headers) {
    for (CORSRule rule : rules) {
      if (rule.allowedMethods().contains(method)
          && matchingOrigin(rule, origin) != null
          && allAllowed(rule, headers)) {
        return rule;
      }
    }
    return null;
  }

  private static String matchingOrigin(CORSRule rule, String origin) {
    for (String allowed : rule.allowedOrigins()) {
      if (matches(allowed, origin)) {
        return allowed;
      }
    }
    return null;
  }

  private static boolean allAllowed(CORSRule rule, List<String> headers) {
    for (String header : headers) {
      if (rule.allowedHeaders() == null || !isAllowed(rule.allowedHeaders(), header)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(List<String> patterns, String header) {
    for (String pattern : patterns) {
      if (matches(pattern.toLowerCase(Locale.ROOT), header)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text is as the pattern says, in which a star stands for anything. */
  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    String start = pattern.substring(0, star);
    String end = pattern.substring(star + 1);
    return text.length() >= start.length() + end.length()
        && text.startsWith(start)
        && text.endsWith(end);
  }

  /** The names in {@code Access-Control-Request-Headers}, in lower case. */
  static List<String> names(String header) {
    List<String> names = new ArrayList<>();
    if (header != null) {
      for (String name : header.split(",", -1)) {
        String stripped = name.strip();
        if (!stripped.isEmpty()) {
          names.add(stripped.toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  /** Says what a rule allows. */
  static void allow(Headers to, CORSRule rule, String origin) {
    boolean anybody = "*".equals(matchingOrigin(rule, origin));
    to.set("Access-Control-Allow-Origin", anybody ? "*" : origin);
    to.set("Access-Control-Allow-Methods", String.join(", ", rule.allowedMethods()));
    if (rule.exposeHeaders() != null && !rule.exposeHeaders().isEmpty()) {
      to.set("Access-Control-Expose-Headers", String.join(", ", rule.exposeHeaders()));
    }
    if (rule.maxAgeSeconds() != null) {
      to.set("Access-Control-Max-Age", rule.maxAgeSeconds().toString());
    }
    if (!anybody) {
      to.set("Access-Control-Allow-Credentials", "true");
    }
  }

  /** Says that the answer depends on the origin, since the bucket has rules. */
  static void vary(Headers to) {
    to.add("Vary", VARY);
  }
}
