package io.nephele.core.store.history;

import java.util.List;

/** What a transaction did, one step of it. */
public sealed interface Operation {
  /**
   * Read an item.
   *
   * @param item the item
   * @param value what it read, empty if there was nothing
   * @param scanned whether by scanning a range that holds the item
   */
  record Read(Item item, List<Long> value, boolean scanned) implements Operation {}

  /**
   * Wrote an item.
   *
   * @param item the item
   * @param value its whole value; the last element is new and nobody else's
   */
  record Write(Item item, List<Long> value) implements Operation {}

  /**
   * Deleted the lists of a group, unread. The write of the marker follows.
   *
   * @param group the group
   * @param epoch the epoch that begins
   */
  record DeleteGroup(int group, long epoch) implements Operation {}
}
