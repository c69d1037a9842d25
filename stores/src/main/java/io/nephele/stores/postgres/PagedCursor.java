package io.nephele.stores.postgres;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import java.util.Arrays;
import java.util.List;

/** Goes through a range page by page, each larger than the one before. */
final class PagedCursor implements Engine.Cursor {
  /** Enough for ten messages and a look at what comes after them. */
  private static final int FIRST_PAGE = 16;

  private static final int MAX_PAGE = 256;
  private static final int GROWTH = 4;

  private final SqlSnapshot snapshot;
  private final Direction direction;

  /** What no page has covered yet. */
  private KeyRange rest;

  private List<Row> page = List.of();
  private int at = -1;
  private int size = FIRST_PAGE;
  private boolean last;

  PagedCursor(SqlSnapshot snapshot, KeyRange range, Direction direction) {
    this.snapshot = snapshot;
    this.rest = range;
    this.direction = direction;
  }

  @Override
  public boolean next() {
    if (at + 1 < page.size()) {
      at++;
      return true;
    }
    if (last) {
      return false;
    }
    if (!page.isEmpty()) {
      rest = beyond(page.getLast().key());
      size = Math.min(size * GROWTH, MAX_PAGE);
    }
    page = snapshot.page(rest, direction, size);
    last = page.size() < size;
    at = 0;
    return !page.isEmpty();
  }

  private KeyRange beyond(byte[] key) {
    // The least key above a key is the key and a zero.
    return direction == Direction.FORWARD
        ? new KeyRange(Arrays.copyOf(key, key.length + 1), rest.to())
        : new KeyRange(rest.from(), key);
  }

  @Override
  public byte[] key() {
    return page.get(at).key();
  }

  @Override
  public byte[] value() {
    Row row = page.get(at);
    return row.value() == null ? snapshot.get(row.key()) : row.value();
  }
}
