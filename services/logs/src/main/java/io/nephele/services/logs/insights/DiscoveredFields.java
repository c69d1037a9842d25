package io.nephele.services.logs.insights;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.nephele.core.json.JsonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the fields that messages have by themselves: JSON's, and those of Lambda's own lines. */
public final class DiscoveredFields {
  private static final int MOST = 1000;

  private DiscoveredFields() {}

  /** Made when first needed. */
  private static final class Lambda {
    static final Pattern REPORT =
        Pattern.compile(
            "^REPORT RequestId: (\\S+)\\s+Duration: ([\\d.]+) ms\\s+Billed Duration: ([\\d.]+) ms"
                + "\\s+Memory Size: (\\d+) MB\\s+Max Memory Used: (\\d+) MB"
                + "(?:\\s+Init Duration: ([\\d.]+) ms)?");
    static final Pattern OTHER = Pattern.compile("^(START|END) RequestId: (\\S+)");
  }

  /** The fields of a message by name; texts, Doubles and Booleans. */
  public static Map<String, Object> of(String message) {
    Map<String, Object> found = new HashMap<>();
    int brace = message.indexOf('{');
    if (brace >= 0) {
      Object parsed = JsonText.parse(message.substring(brace));
      if (parsed instanceof Map<?, ?> object) {
        flatten("", object, found);
      }
    }
    lambda(message, found);
    return found;
  }

  private static void flatten(String prefix, Object value, Map<String, Object> to) {
    if (to.size() >= MOST) {
      return;
    }
    switch (value) {
      case null -> {}
      case Map<?, ?> object ->
          object.forEach(
              (name, each) ->
                  flatten(prefix.isEmpty() ? "" + name : prefix + "." + name, each, to));
      case List<?> array -> {
        for (int i = 0; i < array.size(); i++) {
          flatten(prefix + "." + i, array.get(i), to);
        }
      }
      case Number number -> to.put(prefix, number.doubleValue());
      case Boolean flag -> to.put(prefix, flag);
      default -> to.put(prefix, value.toString());
    }
  }

  /** Adds what Lambda's own lines say. */
  static void lambda(String message, Map<String, Object> to) {
    if (!message.startsWith("REPORT ")
        && !message.startsWith("START ")
        && !message.startsWith("END ")) {
      return;
    }
    Matcher report = Lambda.REPORT.matcher(message);
    if (report.find()) {
      to.put("@type", "REPORT");
      to.put("@requestId", report.group(1));
      to.put("@duration", Values.number(report.group(2)));
      to.put("@billedDuration", Values.number(report.group(3)));
      // In bytes, as AWS counts them.
      to.put("@memorySize", Values.number(report.group(4) + "e6"));
      to.put("@maxMemoryUsed", Values.number(report.group(5) + "e6"));
      if (report.group(6) != null) {
        to.put("@initDuration", Values.number(report.group(6)));
      }
      return;
    }
    Matcher other = Lambda.OTHER.matcher(message);
    if (other.find()) {
      to.put("@type", other.group(1));
      to.put("@requestId", other.group(2));
    }
  }
}
