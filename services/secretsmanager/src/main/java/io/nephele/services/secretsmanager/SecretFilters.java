package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.Filter;
import io.nephele.api.secretsmanager.FilterNameStringType;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/** The filters of a listing: a secret must match one value of each. */
record SecretFilters(List<Filter> filters) {
  /** The filters of a request, which may be null. */
  static SecretFilters of(List<Filter> filters) {
    for (Filter filter : filters == null ? List.<Filter>of() : filters) {
      if (filter.key() == null || filter.values() == null) {
        throw SecretErrors.invalidParameter("Invalid filter: it must have a Key and Values.");
      }
    }
    return new SecretFilters(filters == null ? List.of() : filters);
  }

  boolean match(Secret secret) {
    for (Filter filter : filters) {
      boolean any = false;
      for (String value : filter.values()) {
        boolean not = value.startsWith("!");
        any |= match(secret, filter.key(), not ? value.substring(1) : value) != not;
      }
      if (!any) {
        return false;
      }
    }
    return true;
  }

  private static boolean match(Secret secret, String key, String value) {
    return switch (key) {
      case FilterNameStringType.NAME -> secret.name().startsWith(value);
      case FilterNameStringType.DESCRIPTION -> hasWords(secret.description(), value);
      case FilterNameStringType.TAG_KEY ->
          secret.tags().keySet().stream().anyMatch(tag -> tag.startsWith(value));
      case FilterNameStringType.TAG_VALUE ->
          secret.tags().values().stream().anyMatch(tag -> tag.startsWith(value));
      case FilterNameStringType.ALL -> hasWords(everything(secret), value);
      case FilterNameStringType.PRIMARY_REGION -> begins(secret.primaryRegion(), value);
      case FilterNameStringType.OWNING_SERVICE -> begins(secret.owningService(), value);
      default -> false;
    };
  }

  private static boolean begins(String text, String value) {
    return text != null && text.startsWith(value);
  }

  private static String everything(Secret secret) {
    StringBuilder all = new StringBuilder(secret.name());
    all.append(' ').append(secret.description() == null ? "" : secret.description());
    secret.tags().forEach((key, value) -> all.append(' ').append(key).append(' ').append(value));
    return all.toString();
  }

  /** Whether each word of the second is the beginning of a word of the first, in any case. */
  private static boolean hasWords(String text, String wanted) {
    if (text == null) {
      return false;
    }
    String words = " " + text.toLowerCase(Locale.ROOT);
    StringTokenizer each = new StringTokenizer(wanted.toLowerCase(Locale.ROOT));
    while (each.hasMoreTokens()) {
      if (!words.contains(" " + each.nextToken())) {
        return false;
      }
    }
    return true;
  }
}
