package io.nephele.services.iam;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Lists a page at a time, as all lists of IAM are. */
final class Pages {
  private static final int DEFAULT_SIZE = 100;
  private static final int MAX_SIZE = 1000;
  private static final char NAME = 'n';
  private static final char POSITION = 'p';

  private Pages() {}

  /**
   * A page.
   *
   * @param isTruncated whether there are more
   * @param marker where the next page begins, or null if there is none
   */
  record Page<T>(List<T> items, boolean isTruncated, String marker) {
    /** The page in another form. */
    <R> Page<R> map(Function<T, R> form) {
      List<R> formed = new ArrayList<>(items.size());
      for (T item : items) {
        formed.add(form.apply(item));
      }
      return new Page<>(formed, isTruncated, marker);
    }
  }

  /**
   * A page of what has names. Markers are names, so that they stay good whatever changes meanwhile.
   *
   * @param after gives, in ascending order, what comes after a name, from the start if that is null
   * @param nameOf the name by which they are ordered
   */
  static <T> Page<T> byName(
      Function<String, Iterator<T>> after,
      Function<T, String> nameOf,
      String marker,
      Integer maxItems) {
    Iterator<T> rest = after.apply(marker == null ? null : read(NAME, marker));
    List<T> items = new ArrayList<>();
    int size = size(maxItems);
    while (rest.hasNext()) {
      T item = rest.next();
      if (items.size() == size) {
        return new Page<>(items, true, write(NAME, nameOf.apply(items.getLast())));
      }
      items.add(item);
    }
    return new Page<>(items, false, null);
  }

  /** As the other, of what was read already and is in the order of its names in small letters. */
  static <T> Page<T> byName(
      List<T> all, Function<T, String> nameOf, String marker, Integer maxItems) {
    return byName(
        after -> {
          if (after == null) {
            return all.iterator();
          }
          String least = after.toLowerCase(Locale.ROOT);
          return all.stream()
              .filter(item -> nameOf.apply(item).toLowerCase(Locale.ROOT).compareTo(least) > 0)
              .iterator();
        },
        nameOf,
        marker,
        maxItems);
  }

  /** A page of a short list that has an order of its own. Markers are positions. */
  static <T> Page<T> byPosition(List<T> all, String marker, Integer maxItems) {
    int from = marker == null ? 0 : position(marker);
    int size = size(maxItems);
    if (from >= all.size()) {
      return new Page<>(List.of(), false, null);
    }
    int to = Math.min(all.size(), from + size);
    boolean more = to < all.size();
    return new Page<>(
        all.subList(from, to), more, more ? write(POSITION, Integer.toString(to)) : null);
  }

  private static int size(Integer maxItems) {
    return maxItems == null ? DEFAULT_SIZE : Math.min(maxItems, MAX_SIZE);
  }

  private static int position(String marker) {
    try {
      return Math.max(0, Integer.parseInt(read(POSITION, marker)));
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  private static String write(char kind, String value) {
    return Base64.getUrlEncoder().encodeToString((kind + value).getBytes(StandardCharsets.UTF_8));
  }

  private static String read(char kind, String marker) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
      if (!text.isEmpty() && text.charAt(0) == kind) {
        return text.substring(1);
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw invalid();
  }

  private static RuntimeException invalid() {
    return IamErrors.validation("Invalid Marker.");
  }
}
