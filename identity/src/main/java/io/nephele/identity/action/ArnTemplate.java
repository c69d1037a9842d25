package io.nephele.identity.action;

import java.util.ArrayList;
import java.util.List;

/**
 * An ARN with variables, as the Service Authorization Reference writes them: {@code
 * arn:${Partition}:sqs:${Region}:${Account}:${QueueName}}.
 */
final class ArnTemplate {
  /** What stands for a variable that a request does not tell. */
  static final String UNKNOWN = "*";

  private static final int LONGEST_ARN = 2048;

  // Text and variables by turns, text first; a variable's place in the list of variables.
  private final String[] texts;
  private final String[] variables;

  private ArnTemplate(String[] texts, String[] variables) {
    this.texts = texts;
    this.variables = variables;
  }

  /** Reads a pattern; a few have an asterisk in place of their last variable. */
  static ArnTemplate of(String written) {
    String pattern = written.replace("*", "${Id}");
    List<String> texts = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    int at = 0;
    for (int open = pattern.indexOf("${"); open >= 0; open = pattern.indexOf("${", at)) {
      int close = pattern.indexOf('}', open);
      texts.add(pattern.substring(at, open));
      variables.add(pattern.substring(open + 2, close));
      at = close + 1;
    }
    texts.add(pattern.substring(at));
    return new ArnTemplate(texts.toArray(String[]::new), variables.toArray(String[]::new));
  }

  int size() {
    return variables.length;
  }

  /** The name of a variable, for example {@code QueueName}. */
  String variable(int index) {
    return variables[index];
  }

  /** Whether the variable is the partition, region or account. */
  boolean isCommon(int index) {
    return switch (variables[index]) {
      case "Partition", "Region", "Account" -> true;
      default -> false;
    };
  }

  /** The variable that names the resource itself: the last that is not common; -1 if none is. */
  int primary() {
    for (int i = variables.length - 1; i >= 0; i--) {
      if (!isCommon(i)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * What the resource's part of the pattern begins with, up to its first slash, colon or variable,
   * for example {@code listener-rule}: types that share it are forms of one.
   */
  String family() {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      pattern.append(texts[i]).append(i < variables.length ? "$" : "");
    }
    int from = 0;
    for (int i = 0; i < 5; i++) {
      from = pattern.indexOf(":", from) + 1;
    }
    int to = from;
    while (to < pattern.length() && "/:$".indexOf(pattern.charAt(to)) < 0) {
      to++;
    }
    return pattern.substring(from, to);
  }

  /** The ARN with these values for the variables. */
  String fill(String[] values) {
    int length = 0;
    for (String text : texts) {
      length += text.length();
    }
    for (String value : values) {
      length += value.length();
    }
    StringBuilder arn = new StringBuilder(length);
    for (int i = 0; i < values.length; i++) {
      arn.append(texts[i]).append(values[i]);
    }
    return arn.append(texts[values.length]).toString();
  }

  /**
   * Whether the text is an ARN of this form. A variable stands for one or more characters other
   * than slash and colon, or, if {@code loose}, the last variable for any characters.
   */
  boolean matches(String arn, boolean loose) {
    return arn.length() <= LONGEST_ARN && matches(arn, 0, 0, loose);
  }

  // Patterns have at most seven variables, so going back is cheap.
  private boolean matches(String arn, int at, int part, boolean loose) {
    String text = texts[part];
    if (!arn.startsWith(text, at)) {
      return false;
    }
    int from = at + text.length();
    if (part == variables.length) {
      return from == arn.length();
    }
    boolean rest = loose && part == primary();
    int longest = rest ? arn.length() : stop(arn, from);
    // Region and account may be empty; what names a resource may not.
    int shortest = isCommon(part) ? from : from + 1;
    if (texts[part + 1].isEmpty() && part == variables.length - 1) {
      return longest == arn.length() && longest >= shortest;
    }
    for (int to = longest; to >= shortest; to--) {
      if (matches(arn, to, part + 1, loose)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an ARN is one of the service that the pattern's are of. */
  boolean isOfService(String arn) {
    // The pattern begins with "arn:${Partition}:service:".
    int from = arn.indexOf(':', "arn:".length());
    String service = texts.length > 1 ? texts[1] : "";
    int end = service.indexOf(':', 1);
    return from > 0 && end > 0 && arn.startsWith(service.substring(0, end + 1), from);
  }

  private static int stop(String arn, int from) {
    int at = from;
    while (at < arn.length() && arn.charAt(at) != ':' && arn.charAt(at) != '/') {
      at++;
    }
    return at;
  }
}
