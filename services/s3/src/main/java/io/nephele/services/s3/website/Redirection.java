package io.nephele.services.s3.website;

import io.nephele.api.s3.Condition;
import io.nephele.api.s3.Redirect;
import io.nephele.api.s3.RedirectAllRequestsTo;
import io.nephele.api.s3.RoutingRule;
import io.nephele.wire.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a visitor is sent.
 *
 * @param location as the header field says it
 */
record Redirection(int status, String location) {
  private static final int MOVED_PERMANENTLY = 301;

  /** Where the first rule that fits a key sends; null if none does. */
  static Redirection before(List<RoutingRule> rules, String key, HttpRequest request) {
    return find(rules, key, null, request);
  }

  /** As the other, once an error is known. */
  static Redirection after(List<RoutingRule> rules, String key, int status, HttpRequest request) {
    return find(rules, key, Integer.toString(status), request);
  }

  private static Redirection find(
      List<RoutingRule> rules, String key, String error, HttpRequest request) {
    if (rules == null) {
      return null;
    }
    for (RoutingRule rule : rules) {
      Condition condition = rule.condition();
      String prefix = condition == null ? null : condition.keyPrefixEquals();
      String code = condition == null ? null : condition.httpErrorCodeReturnedEquals();
      boolean errorFits = code == null ? error == null : code.equals(error);
      if (errorFits && (prefix == null || key.startsWith(prefix))) {
        return by(rule.redirect(), prefix, key, request);
      }
    }
    return null;
  }

  private static Redirection by(Redirect rule, String prefix, String key, HttpRequest request) {
    String target = key;
    if (rule.replaceKeyWith() != null) {
      target = rule.replaceKeyWith();
    } else if (rule.replaceKeyPrefixWith() != null) {
      target = rule.replaceKeyPrefixWith() + key.substring(prefix == null ? 0 : prefix.length());
    }
    String code = rule.httpRedirectCode();
    int status = code == null ? MOVED_PERMANENTLY : Integer.parseInt(code);
    return new Redirection(status, url(rule.protocol(), rule.hostName(), encoded(target), request));
  }

  /** Where everybody is sent. */
  static Redirection all(RedirectAllRequestsTo to, HttpRequest request) {
    String path = request.path().substring(1);
    String whole = request.query() == null ? path : path + "?" + request.query();
    return new Redirection(MOVED_PERMANENTLY, url(to.protocol(), to.hostName(), whole, request));
  }

  private static String url(String protocol, String host, String path, HttpRequest request) {
    String scheme = protocol != null ? protocol : request.secure() ? "https" : "http";
    return scheme + "://" + (host == null ? request.host() : host) + "/" + path;
  }

  /** A key as it is written in URLs. */
  static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
