package io.nephele.services.firehose;

import io.nephele.core.ids.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * The prefix of objects, in which expressions such as <code>!{timestamp:yyyy/MM/dd}</code> stand
 * for what is known when an object is written.
 */
final class Prefix {
  private static final String OPEN = "!{";
  private static final String TIMESTAMP = "timestamp";
  private static final String FIREHOSE = "firehose";
  private static final String FROM_QUERY = "partitionKeyFromQuery";
  private static final String FROM_LAMBDA = "partitionKeyFromLambda";
  private static final String ERROR_TYPE = "error-output-type";
  private static final String RANDOM = "random-string";
  private static final String HOUR = "!{timestamp:yyyy/MM/dd/HH/}";
  private static final int RANDOM_LENGTH = 11;

  private Prefix() {}

  /**
   * What expressions stand for.
   *
   * @param time the arrival of the oldest record
   * @param errorType why records could not be delivered, or null for those that could
   * @param partitions values by {@code query.name} and {@code lambda.name}
   */
  record Values(
      Instant time, ZoneId zone, Ids ids, String errorType, Map<String, String> partitions) {}

  /** Refuses prefixes that Firehose would not take. */
  static void check(String prefix, String errorPrefix, boolean dynamic) {
    Uses plain = uses(prefix, "Prefix");
    Uses error = uses(errorPrefix, "ErrorOutputPrefix");
    if (plain.errorType) {
      throw FirehoseErrors.invalid(
          "Prefix cannot contain the expression !{firehose:error-output-type}.");
    }
    if (plain.any && (errorPrefix == null || errorPrefix.isEmpty())) {
      throw FirehoseErrors.invalid(
          "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.");
    }
    if (error.any && !error.errorType) {
      throw FirehoseErrors.invalid(
          "ErrorOutputPrefix must include at least one instance of"
              + " !{firehose:error-output-type} when it contains expressions.");
    }
    if (error.partition) {
      throw FirehoseErrors.invalid("ErrorOutputPrefix cannot contain partitioning keys.");
    }
    if (plain.partition && !dynamic) {
      throw FirehoseErrors.invalid(
          "Prefix cannot contain partitioning keys when Dynamic Partitioning is not enabled.");
    }
    if (dynamic && !plain.partition) {
      throw FirehoseErrors.invalid(
          "Prefix should contain at least one of the partitioning key namespaces"
              + " [partitionKeyFromQuery, partitionKeyFromLambda] when Dynamic Partitioning is"
              + " enabled.");
    }
  }

  private record Uses(boolean any, boolean partition, boolean errorType) {}

  private static Uses uses(String prefix, String what) {
    boolean any = false;
    boolean partition = false;
    boolean errorType = false;
    String rest = prefix == null ? "" : prefix;
    for (int at = rest.indexOf(OPEN); at >= 0; at = rest.indexOf(OPEN)) {
      int end = rest.indexOf('}', at);
      if (end < 0) {
        throw FirehoseErrors.invalid(what + " contains an expression that is not closed.");
      }
      String expression = rest.substring(at + OPEN.length(), end);
      checkExpression(expression, what);
      any = true;
      partition |= expression.startsWith(FROM_QUERY) || expression.startsWith(FROM_LAMBDA);
      errorType |= expression.equals(FIREHOSE + ":" + ERROR_TYPE);
      rest = rest.substring(end + 1);
    }
    return new Uses(any, partition, errorType);
  }

  private static void checkExpression(String expression, String what) {
    int colon = expression.indexOf(':');
    String namespace = colon < 0 ? expression : expression.substring(0, colon);
    String value = colon < 0 ? "" : expression.substring(colon + 1);
    boolean valid =
        switch (namespace) {
          case TIMESTAMP -> isPattern(value);
          case FIREHOSE -> value.equals(RANDOM) || value.equals(ERROR_TYPE);
          case FROM_QUERY, FROM_LAMBDA -> !value.isEmpty();
          default -> false;
        };
    if (!valid) {
      throw FirehoseErrors.invalid(
          what + " contains an invalid expression: " + OPEN + expression + "}.");
    }
  }

  private static boolean isPattern(String pattern) {
    try {
      return !pattern.isEmpty() && DateTimeFormatter.ofPattern(pattern, Locale.ROOT) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The prefix of objects with records. */
  static String ofObjects(String prefix, Values values) {
    String text = prefix == null ? "" : prefix;
    boolean timed = text.contains(OPEN + TIMESTAMP);
    boolean partitioned = text.contains(OPEN + FROM_QUERY) || text.contains(OPEN + FROM_LAMBDA);
    return evaluate(timed || partitioned ? text : text + HOUR, values);
  }

  /** The prefix of objects that tell of failures. */
  static String ofErrors(String prefix, String errorPrefix, Values values) {
    String text = errorPrefix == null || errorPrefix.isEmpty() ? prefix : errorPrefix;
    text = text == null ? "" : text;
    if (!text.contains(OPEN)) {
      text += OPEN + FIREHOSE + ":" + ERROR_TYPE + "}/";
    }
    return evaluate(text.contains(OPEN + TIMESTAMP) ? text : text + HOUR, values);
  }

  private static String evaluate(String prefix, Values values) {
    StringBuilder evaluated = new StringBuilder();
    int from = 0;
    for (int at = prefix.indexOf(OPEN); at >= 0; at = prefix.indexOf(OPEN, from)) {
      int end = prefix.indexOf('}', at);
      evaluated.append(prefix, from, at);
      evaluated.append(value(prefix.substring(at + OPEN.length(), end), values));
      from = end + 1;
    }
    return evaluated.append(prefix, from, prefix.length()).toString();
  }

  private static String value(String expression, Values values) {
    int colon = expression.indexOf(':');
    String value = expression.substring(colon + 1);
    return switch (expression.substring(0, colon)) {
      case TIMESTAMP -> time(value, values);
      case FROM_QUERY -> values.partitions().getOrDefault("query." + value, "");
      case FROM_LAMBDA -> values.partitions().getOrDefault("lambda." + value, "");
      default ->
          value.equals(RANDOM) ? values.ids().alphanumeric(RANDOM_LENGTH) : values.errorType();
    };
  }

  private static String time(String pattern, Values values) {
    try {
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
          .format(values.time().atZone(values.zone()));
    } catch (DateTimeException e) {
      return "";
    }
  }
}
