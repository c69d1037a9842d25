package io.nephele.core.worlds;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Where a row is: tables are named {@code service.table}, and most keys begin with account and
 * region.
 *
 * @param service the table's name up to its first dot
 * @param table the rest of the table's name
 * @param account the account, or null if the key does not begin with one
 * @param region the region, or null if no region follows the account
 * @param parts the further parts of the key: String, Long, Bytes or Instant
 */
public record RowName(
    String service, String table, String account, String region, List<Object> parts) {

  /** The name of the row under a key of the store. A key that no table has is one part. */
  public static RowName of(Key key) {
    List<Object> parts = new ArrayList<>(6);
    try {
      for (KeyReader reader = key.reader(); reader.hasNext(); ) {
        parts.add(reader.next());
      }
    } catch (IllegalStateException | DateTimeException notATuple) {
      parts.clear();
    }
    if (parts.isEmpty() || !(parts.getFirst() instanceof String name)) {
      return new RowName("", "", null, null, List.of(HexFormat.of().formatHex(key.encoded())));
    }
    int dot = name.indexOf('.');
    int at = 1;
    String account = isAccount(parts, at) ? (String) parts.get(at++) : null;
    String region = account != null && isRegion(parts, at) ? (String) parts.get(at++) : null;
    return new RowName(
        dot < 0 ? name : name.substring(0, dot),
        dot < 0 ? "" : name.substring(dot + 1),
        account,
        region,
        List.copyOf(parts.subList(at, parts.size())));
  }

  /** The table's whole name. */
  public String fullTable() {
    return table.isEmpty() ? service : service + "." + table;
  }

  private static boolean isAccount(List<Object> parts, int at) {
    return at < parts.size()
        && parts.get(at) instanceof String text
        && text.length() == 12
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isRegion(List<Object> parts, int at) {
    return at < parts.size() && parts.get(at) instanceof String text && Regions.find(text) != null;
  }
}
