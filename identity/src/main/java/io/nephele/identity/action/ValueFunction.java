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
  /** What stands before the first colon. */
  BEFORE_COLON,
  /** What follows the first colon. */
  AFTER_COLON,
  /** What stands before the first slash. */
  BEFORE_SLASH,
  /** What follows the first slash. */
  AFTER_SLASH,
  /** The account of an ARN. */
  ARN_ACCOUNT,
  /** The text without its beginning {@code https://}. */
  WITHOUT_SCHEME,
  /** The text as it stands in a URL. */
  URL_ENCODED,
  /** The text if it is an ARN. */
  ARN,
  /** The text if it is not an ARN. */
  NAME;

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
      case BEFORE_COLON -> before(text, ':');
      case AFTER_COLON -> after(text, ':');
      case BEFORE_SLASH -> before(text, '/');
      case AFTER_SLASH -> after(text, '/');
      case ARN_ACCOUNT -> arnAccount(text);
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

  private static String before(String text, char separator) {
    int at = text.indexOf(separator);
    return at < 0 ? null : text.substring(0, at);
  }

  private static String after(String text, char separator) {
    int at = text.indexOf(separator);
    return at < 0 ? null : text.substring(at + 1);
  }

  private static String arnAccount(String text) {
    int from = 0;
    for (int i = 0; i < 4; i++) {
      from = text.indexOf(':', from) + 1;
      if (from == 0) {
        return null;
      }
    }
    int to = text.indexOf(':', from);
    return to <= from ? null : text.substring(from, to);
  }

  private static String notEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
