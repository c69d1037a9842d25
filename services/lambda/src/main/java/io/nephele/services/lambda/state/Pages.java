package io.nephele.services.lambda.state;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A page of rows of a table.
 *
 * @param next what asks for the next page, or null
 */
public record Pages<T>(List<T> items, String next) {
  /** How many are on a page unless asked for. */
  public static final int USUAL = 50;

  /**
   * The rows whose keys begin with those parts, those that became null left out.
   *
   * @param marker of the page before, or null
   * @param most how many are wanted, or null for {@link #USUAL}
   */
  public static <V, T> Pages<T> of(
      Reader reader,
      Table<V> table,
      Key leading,
      String marker,
      Integer most,
      Function<Table.Row<V>, T> item) {
    KeyRange range = KeyRange.prefix(leading);
    if (marker != null && !marker.isEmpty()) {
      range = range.startingAfter(leading.with(decode(marker)));
    }
    int limit = most == null ? USUAL : Math.min(most, USUAL);
    List<T> items = new ArrayList<>();
    Key last = null;
    for (Table.Row<V> row : table.scan(reader, range, Direction.FORWARD)) {
      T each = item.apply(row);
      if (each == null) {
        continue;
      }
      if (items.size() == limit) {
        return new Pages<>(items, encode(last.without(leading)));
      }
      items.add(each);
      last = row.key();
    }
    return new Pages<>(items, null);
  }

  /** A page of what is in a list. */
  public static <T> Pages<T> of(List<T> all, String marker, Integer most) {
    return of(all, marker, most == null ? USUAL : most, USUAL);
  }

  /**
   * A page of what is in a list.
   *
   * @param most how many are wanted
   * @param largest how many a page may have
   */
  public static <T> Pages<T> of(List<T> all, String marker, int most, int largest) {
    int from = 0;
    if (marker != null && !marker.isEmpty()) {
      try {
        from = Math.clamp(Long.parseLong(text(marker)), 0, all.size());
      } catch (NumberFormatException e) {
        throw invalidMarker();
      }
    }
    int to = Math.min(all.size(), from + Math.min(most, largest));
    return new Pages<>(all.subList(from, to), to == all.size() ? null : marker(to));
  }

  /** What asks for the page of a list that begins there. */
  public static String marker(int from) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Integer.toString(from).getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(Key key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.encoded());
  }

  private static String text(String marker) {
    return Bytes.of(bytes(marker)).utf8();
  }

  private static Key decode(String marker) {
    return Key.encoded(bytes(marker));
  }

  private static byte[] bytes(String marker) {
    try {
      return Base64.getUrlDecoder().decode(marker);
    } catch (IllegalArgumentException e) {
      throw invalidMarker();
    }
  }

  private static io.nephele.model.AwsException invalidMarker() {
    return LambdaErrors.invalid("Invalid marker");
  }
}
