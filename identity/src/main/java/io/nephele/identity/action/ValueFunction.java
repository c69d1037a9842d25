package io.nephele.identity.action;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What rule files can make of a request's text; null where the text has no such part. */
enum ValueFunction {
  /** The text itself. */
  SAME,
  /** What follows the last slash or colon. */
  LAST,
  /** The account in a queue's URL: the last segment of its path but one. */
  URL_ACCOUNT,
  /** The name in a queue's URL: the last segment of its path. */
  URL_NAME,
  /** The text without slashes at its beginning, null if nothing remains. */
  UNSLASH,
  /** What stands before the first colon, the text if there is none; nothing of ARNs. */
  BEFORE_COLON,
  /** What follows the first colon; nothing of ARNs. */
  AFTER_COLON,
  /** The name of a function, which may be given with its account; an ARN as it is. */
  FUNCTION,
  /** What follows {@code alias/}, nothing if the text is an ARN or has none. */
  ALIAS,
  /** The alias {@code alias/name} that names a key, in an ARN or not. */
  KEY_ALIAS,
  /** A DNS name in lower case and without a dot at its end. */
  RECORD_NAME,
  /** The text if it is an EC2 instance's id. */
  EC2_INSTANCE,
  /** The text if it is the id of an instance that only Systems Manager knows. */
  MANAGED_INSTANCE,
  /** Empty if the text names a document of AWS's own. */
  AWS_OWNED,
  /** The address in the sender of a mail. */
  MAIL_ADDRESS,
  /** WAF's scope as ARNs have it. */
  WAF_SCOPE,
  /** Of a load balancer's ARN, those of its listeners. */
  LISTENERS,
  /** Of a listener's ARN, those of its rules. */
  LISTENER_RULES,
  /** The text without its beginning {@code https://}. */
  WITHOUT_SCHEME,
  /** The text as it stands in a URL. */
  URL_ENCODED,
  /** The text if it is an ARN. */
  ARN,
  /** The text if it is not an ARN. */
  NAME;

  private static final String ALIAS_MARK = "alias/";
  private static final String FUNCTION_MARK = ":function:";

  /** The function of a name in rule files, for example {@code url-name}. */
  static ValueFunction ofName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  String apply(String text) {
    return switch (this) {
      case SAME -> text;
      case LAST -> last(text);
      case URL_ACCOUNT -> urlAccount(text);
      case URL_NAME -> notEmpty(text.substring(text.lastIndexOf('/') + 1));
      case UNSLASH -> unslash(text);
      case BEFORE_COLON -> beforeColon(text);
      case AFTER_COLON -> afterColon(text);
      case FUNCTION -> function(text);
      case ALIAS -> text.startsWith(ALIAS_MARK) ? text.substring(ALIAS_MARK.length()) : null;
      case KEY_ALIAS ->
          text.startsWith(ALIAS_MARK)
              ? text
              : text.contains(":" + ALIAS_MARK)
                  ? text.substring(text.indexOf(":" + ALIAS_MARK) + 1)
                  : null;
      case RECORD_NAME ->
          (text.endsWith(".") ? text.substring(0, text.length() - 1) : text)
              .toLowerCase(Locale.ROOT);
      case EC2_INSTANCE -> text.startsWith("i-") ? text : null;
      case MANAGED_INSTANCE -> text.startsWith("mi-") ? text : null;
      case AWS_OWNED -> text.startsWith("AWS") || text.startsWith("Amazon") ? "" : null;
      case MAIL_ADDRESS -> mailAddress(text);
      case WAF_SCOPE -> text.equals("CLOUDFRONT") ? "global" : text.toLowerCase(Locale.ROOT);
      case LISTENERS -> text.replace(":loadbalancer/", ":listener/") + "/*";
      case LISTENER_RULES -> text.replace(":listener/", ":listener-rule/") + "/*";
      case WITHOUT_SCHEME -> text.startsWith("https://") ? text.substring(8) : text;
      case URL_ENCODED -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
      case ARN -> text.startsWith("arn:") ? text : null;
      case NAME -> text.startsWith("arn:") ? null : text;
    };
  }

  /** What follows the last slash or colon of a text. */
  static String last(String text) {
    return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
  }

  private static String urlAccount(String url) {
    int end = url.lastIndexOf('/');
    int start = end <= 0 ? -1 : url.lastIndexOf('/', end - 1);
    return start < 0 ? null : notEmpty(url.substring(start + 1, end));
  }

  private static String unslash(String text) {
    int from = 0;
    while (from < text.length() && text.charAt(from) == '/') {
      from++;
    }
    return notEmpty(text.substring(from));
  }

  private static String mailAddress(String sender) {
    int open = sender.lastIndexOf('<');
    int close = sender.indexOf('>', open);
    return open < 0 || close < 0 ? sender : sender.substring(open + 1, close);
  }

  private static String beforeColon(String text) {
    if (text.startsWith("arn:")) {
      return null;
    }
    int at = text.indexOf(':');
    return at < 0 ? text : text.substring(0, at);
  }

  private static String afterColon(String text) {
    int at = text.indexOf(':');
    return at < 0 || text.startsWith("arn:") ? null : text.substring(at + 1);
  }

  private static String function(String text) {
    int at = text.startsWith("arn:") ? -1 : text.indexOf(FUNCTION_MARK);
    return at < 0 ? text : text.substring(at + FUNCTION_MARK.length());
  }

  private static String notEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
