package io.nephele.services.cloudwatch.metrics;

import java.util.Locale;

/** Reads the names of statistics: {@code Average}, {@code p99.9}, {@code TM(10%:90%)}. */
public final class Statistics {
  private static final int LONGEST = 50;

  private Statistics() {}

  /** The statistic of that name, or null if there is none. */
  public static Statistic find(String name) {
    if (name == null || name.length() > LONGEST) {
      return null;
    }
    for (Statistic.Simple simple : Statistic.Simple.values()) {
      if (simple.toString().equals(name)) {
        return simple;
      }
    }
    if (name.equals("IQM")) {
      return new Statistic.Range(Statistic.Trimmed.MEAN, 25.0, 75.0, true);
    }
    return name.endsWith(")") ? range(name) : percentile(name);
  }

  private static Statistic percentile(String name) {
    int digits = 0;
    while (digits < name.length() && Character.isLetter(name.charAt(digits))) {
      digits++;
    }
    Double percent = number(name.substring(digits));
    if (percent == null || percent < 0 || percent > 100) {
      return null;
    }
    String kind = name.substring(0, digits);
    if (kind.equals("p")) {
      return new Statistic.Percentile(percent);
    }
    Statistic.Trimmed trimmed = kind.equals("pr") ? null : trimmed(kind);
    return trimmed == null || !kind.equals(kind.toLowerCase(Locale.ROOT))
        ? null
        : new Statistic.Range(trimmed, null, percent, true);
  }

  private static Statistic range(String name) {
    int open = name.indexOf('(');
    int colon = name.indexOf(':');
    if (open < 0 || colon < open) {
      return null;
    }
    Statistic.Trimmed trimmed = trimmed(name.substring(0, open));
    String low = name.substring(open + 1, colon);
    String high = name.substring(colon + 1, name.length() - 1);
    boolean percent = low.endsWith("%") || high.endsWith("%");
    if (trimmed == null
        || low.isEmpty() && high.isEmpty()
        || percent && trimmed == Statistic.Trimmed.PERCENT
        || percent && (!isPercent(low) || !isPercent(high))) {
      return null;
    }
    Double from = number(percent ? cut(low) : low);
    Double to = number(percent ? cut(high) : high);
    boolean wrong = !low.isEmpty() && from == null || !high.isEmpty() && to == null;
    boolean tooMuch =
        percent && (from != null && from > 100 || to != null && to > 100)
            || from != null && to != null && from >= to;
    return wrong || tooMuch ? null : new Statistic.Range(trimmed, from, to, percent);
  }

  private static boolean isPercent(String bound) {
    return bound.isEmpty() || bound.endsWith("%");
  }

  private static String cut(String bound) {
    return bound.isEmpty() ? bound : bound.substring(0, bound.length() - 1);
  }

  private static Statistic.Trimmed trimmed(String kind) {
    return switch (kind.toUpperCase(Locale.ROOT)) {
      case "TM" -> Statistic.Trimmed.MEAN;
      case "TC" -> Statistic.Trimmed.COUNT;
      case "TS" -> Statistic.Trimmed.SUM;
      case "WM" -> Statistic.Trimmed.WINSORIZED_MEAN;
      case "PR" -> Statistic.Trimmed.PERCENT;
      default -> null;
    };
  }

  private static Double number(String text) {
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.eE+-".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
