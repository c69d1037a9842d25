package io.nephele.services.cloudwatch.metrics;

import io.nephele.api.cloudwatch.Dimension;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Dimensions of requests as maps and back. */
public final class Dimensions {
  private static final int MOST = 30;

  private Dimensions() {}

  /**
   * Values by name.
   *
   * @param where the parameter's name, for errors
   */
  public static Map<String, String> read(List<Dimension> given, String where) {
    if (given == null || given.isEmpty()) {
      return Map.of();
    }
    if (given.size() > MOST) {
      throw CloudWatchErrors.invalid(
          "The collection " + where + " must not have a size greater than " + MOST + ".");
    }
    Map<String, String> dimensions = new TreeMap<>();
    for (int i = 0; i < given.size(); i++) {
      String member = where + ".member." + (i + 1);
      String name = given.get(i).name();
      String value = given.get(i).value();
      if (name == null || name.isBlank()) {
        throw CloudWatchErrors.missing("The parameter " + member + ".Name is required.");
      }
      if (value == null || value.isBlank()) {
        throw CloudWatchErrors.missing("The parameter " + member + ".Value is required.");
      }
      if (name.startsWith(":") || !isAscii(name) || !isAscii(value)) {
        throw CloudWatchErrors.invalidValue(
            isAscii(value) ? name : value, member + (isAscii(value) ? ".Name" : ".Value"));
      }
      if (dimensions.put(name, value) != null) {
        throw CloudWatchErrors.invalid(
            "The dimension name " + name + " is used more than once in " + where + ".");
      }
    }
    return dimensions;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7E || text.charAt(i) < 0x20) {
        return false;
      }
    }
    return true;
  }

  /** As the API has them. */
  public static List<Dimension> write(Map<String, String> dimensions) {
    List<Dimension> list = new ArrayList<>();
    dimensions.forEach((name, value) -> list.add(new Dimension().name(name).value(value)));
    return list;
  }
}
