package io.nephele.stores;

import java.util.Locale;

/** What an acknowledged write survives. Both survive the end of the process, however it ends. */
public enum Durability {
  /** Also a power cut: nobody is told of a write before it is on the disk. */
  STRICT,
  /** A power cut may take the last second's writes, but never one and not an earlier one. */
  RELAXED;

  /** The durability of that name as users write it, or null. */
  public static Durability of(String name) {
    for (Durability durability : values()) {
      if (durability.toString().equals(name)) {
        return durability;
      }
    }
    return null;
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
