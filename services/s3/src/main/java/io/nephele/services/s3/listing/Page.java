package io.nephele.services.s3.listing;

import io.nephele.services.s3.objects.ListedObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a listing.
 *
 * @param items in order
 * @param truncated whether there is more
 */
record Page(List<Item> items, boolean truncated) {
  /**
   * A version, or a common prefix.
   *
   * @param key the key, or the prefix
   * @param version null if it is a common prefix
   * @param latest whether the version is its key's newest
   */
  record Item(String key, ListedObject version, boolean latest) {
    static Item commonPrefix(String prefix) {
      return new Item(prefix, null, false);
    }

    boolean isCommonPrefix() {
      return version == null;
    }
  }

  /** Where the next page begins; null if there is none. */
  Item last() {
    return truncated ? items.getLast() : null;
  }

  List<String> commonPrefixes() {
    List<String> prefixes = new ArrayList<>();
    for (Item item : items) {
      if (item.isCommonPrefix()) {
        prefixes.add(item.key());
      }
    }
    return prefixes;
  }

  static Page empty() {
    return new Page(List.of(), false);
  }
}
