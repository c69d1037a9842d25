package io.nephele.core.store.history;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;

/**
 * What transactions of a history read and write.
 *
 * @param kind a list, a group's marker, or a register
 * @param group the group of a list or marker; 0 for registers
 * @param number which one; 0 for markers, from 1 on for lists
 */
public record Item(Kind kind, int group, int number) {
  private static final Key LISTS = Key.of("list");
  private static final Key REGISTERS = Key.of("register");

  /** Kinds of items, which differ in what a value tells of the values before it. */
  public enum Kind {
    /**
     * A list of elements, which are appended one by one, led by the group's epoch: {@code [epoch,
     * element, ...]}. Lists of one group are deleted together, which begins another epoch.
     */
    LIST,
    /**
     * The epochs of a group, led by 0: a list that grows whenever the group's lists are deleted.
     */
    MARKER,
    /** One element, written over the one before. */
    REGISTER
  }

  static Item list(int group, int number) {
    return new Item(Kind.LIST, group, number);
  }

  static Item marker(int group) {
    return new Item(Kind.MARKER, group, 0);
  }

  static Item register(int number) {
    return new Item(Kind.REGISTER, 0, number);
  }

  /** A list or marker from its key. */
  static Item ofListKey(Key key) {
    KeyReader parts = key.without(LISTS).reader();
    int group = (int) parts.nextLong();
    int number = (int) parts.nextLong();
    return number == 0 ? marker(group) : list(group, number);
  }

  /** The key under which the item is stored. */
  Key key() {
    return kind == Kind.REGISTER
        ? REGISTERS.with((long) number)
        : LISTS.with((long) group).with((long) number);
  }

  /** The keys of a group: its marker, then its lists. */
  static KeyRange group(int group) {
    return KeyRange.prefix(LISTS.with((long) group));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case LIST -> "list " + group + "/" + number;
      case MARKER -> "marker " + group;
      case REGISTER -> "register " + number;
    };
  }
}
