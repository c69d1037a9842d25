package io.nephele.services.s3.listing;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.services.s3.buckets.Bucket;

/**
 * What is to be listed.
 *
 * @param prefix with which all keys begin; may be empty
 * @param delimiter that ends common prefixes; empty for none
 * @param after the key or common prefix after which the listing begins; empty for the start
 * @param most how many keys and common prefixes at most
 */
public record ListingQuery(Bucket bucket, String prefix, String delimiter, String after, int most) {
  /** The common prefix under which a key is told, or null if it is told itself. */
  public String commonPrefix(String key) {
    if (delimiter.isEmpty()) {
      return null;
    }
    int end = key.indexOf(delimiter, prefix.length());
    return end < 0 ? null : key.substring(0, end + delimiter.length());
  }

  /** Whether the listing begins after all keys of a common prefix. */
  public boolean isAfterCommonPrefix() {
    return after.startsWith(prefix) && after.equals(commonPrefix(after));
  }

  /** The rows of the keys that may be listed. */
  public KeyRange range() {
    Key keys = bucket.objects();
    KeyRange range = KeyRange.textPrefix(keys, prefix);
    if (after.isEmpty()) {
      return range;
    }
    if (isAfterCommonPrefix()) {
      return new KeyRange(KeyRange.textPrefix(keys, after).to(), range.to());
    }
    return range.startingAfter(keys.with(after));
  }
}
