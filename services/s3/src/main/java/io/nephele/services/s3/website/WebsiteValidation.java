package io.nephele.services.s3.website;

import io.nephele.api.s3.Condition;
import io.nephele.api.s3.Redirect;
import io.nephele.api.s3.RedirectAllRequestsTo;
import io.nephele.api.s3.RoutingRule;
import io.nephele.api.s3.WebsiteConfiguration;
import io.nephele.services.s3.S3Errors;
import java.util.List;

/** Which websites S3 takes. */
final class WebsiteValidation {
  private static final int MOST_RULES = 50;

  private WebsiteValidation() {}

  static void check(WebsiteConfiguration website) {
    if (website.redirectAllRequestsTo() != null) {
      checkRedirectAll(website);
      return;
    }
    String suffix = website.indexDocument() == null ? null : website.indexDocument().suffix();
    if (suffix == null) {
      throw S3Errors.invalidArgument(
          "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
          "IndexDocument",
          "null");
    }
    if (suffix.isEmpty() || suffix.indexOf('/') >= 0) {
      throw S3Errors.invalidArgument(
          "The IndexDocument Suffix is not well formed", "IndexDocument", suffix);
    }
    if (website.errorDocument() != null) {
      String key = website.errorDocument().key();
      if (key == null || key.isEmpty()) {
        throw S3Errors.invalidArgument(
            "The ErrorDocument Key is not well formed", "ErrorDocument", key);
      }
    }
    if (website.routingRules() != null) {
      check(website.routingRules());
    }
  }

  private static void checkRedirectAll(WebsiteConfiguration website) {
    RedirectAllRequestsTo target = website.redirectAllRequestsTo();
    if (website.indexDocument() != null
        || website.errorDocument() != null
        || website.routingRules() != null) {
      throw S3Errors.invalidArgument(
          "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
          "RedirectAllRequestsTo",
          "not null");
    }
    if (target.hostName() == null) {
      throw S3Errors.malformedXml();
    }
    checkProtocol(target.protocol());
  }

  private static void check(List<RoutingRule> rules) {
    if (rules.isEmpty()) {
      throw S3Errors.malformedXml();
    }
    if (rules.size() > MOST_RULES) {
      throw S3Errors.invalidRequest(
          rules.size()
              + " routing rules provided, the number of routing rules in a website configuration"
              + " is limited to "
              + MOST_RULES
              + ".");
    }
    for (RoutingRule rule : rules) {
      Redirect redirect = rule.redirect();
      if (redirect == null || isEmpty(redirect)) {
        throw S3Errors.malformedXml();
      }
      check(redirect);
      if (rule.condition() != null) {
        check(rule.condition());
      }
    }
  }

  private static boolean isEmpty(Redirect redirect) {
    return redirect.hostName() == null
        && redirect.httpRedirectCode() == null
        && redirect.protocol() == null
        && redirect.replaceKeyPrefixWith() == null
        && redirect.replaceKeyWith() == null;
  }

  private static void check(Redirect redirect) {
    if (redirect.replaceKeyPrefixWith() != null && redirect.replaceKeyWith() != null) {
      throw S3Errors.invalidRequest(
          "You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
    }
    checkProtocol(redirect.protocol());
    String code = redirect.httpRedirectCode();
    if (code != null && (!isCode(code, '3', '3') || code.equals("300"))) {
      throw S3Errors.invalidRequest(
          "The provided HTTP redirect code ("
              + code
              + ") is not valid. Valid codes are 3XX except 300.");
    }
  }

  private static void check(Condition condition) {
    String code = condition.httpErrorCodeReturnedEquals();
    if (code == null && condition.keyPrefixEquals() == null) {
      throw S3Errors.invalidRequest(
          "Condition cannot be empty. To redirect all requests without a condition, the condition"
              + " element shouldn't be present.");
    }
    if (code != null && !isCode(code, '4', '5')) {
      throw S3Errors.invalidRequest(
          "The provided HTTP error code (" + code + ") is not valid. Valid codes are 4XX or 5XX.");
    }
  }

  private static void checkProtocol(String protocol) {
    if (protocol != null && !protocol.equals("http") && !protocol.equals("https")) {
      throw S3Errors.invalidRequest(
          "Invalid protocol, protocol can be http or https. If not defined the protocol will be"
              + " selected automatically.");
    }
  }

  private static boolean isCode(String code, char from, char to) {
    return code.length() == 3
        && code.charAt(0) >= from
        && code.charAt(0) <= to
        && Character.isDigit(code.charAt(1))
        && Character.isDigit(code.charAt(2));
  }
}
