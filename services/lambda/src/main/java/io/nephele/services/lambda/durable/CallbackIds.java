package io.nephele.services.lambda.durable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The ids of callbacks, which tell their operation.
 *
 * @param arn of the execution
 * @param operation its id
 */
record CallbackIds(String arn, String operation) {
  private static final char SEPARATOR = '#';

  static String of(Execution execution, String operation) {
    String text = execution.arn() + SEPARATOR + operation;
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What an id tells; null if it is none. */
  static CallbackIds parse(String id) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(id), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
    int at = text.indexOf(SEPARATOR);
    return at < 0 ? null : new CallbackIds(text.substring(0, at), text.substring(at + 1));
  }
}
