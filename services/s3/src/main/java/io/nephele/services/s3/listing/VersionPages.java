package io.nephele.services.s3.listing;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ListedObject;
import io.nephele.services.s3.objects.ObjectTable;
import io.nephele.services.s3.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pages of the versions and delete markers of buckets, by key and then the newest first:
 * those that are current objects merged with those that are not.
 */
final class VersionPages {
  private static final KeyRange NOTHING = new KeyRange(new byte[0], new byte[0]);

  private final ObjectTable objects;

  VersionPages(ObjectTable objects) {
    this.objects = objects;
  }

  /**
   * Reads a page.
   *
   * @param afterVersion the version of the key {@code query.after()} after which the page begins;
   *     null if it begins after all its versions
   */
  Page read(Reader reader, ListingQuery query, String afterVersion) {
    if (query.most() == 0) {
      return Page.empty();
    }
    return new Merge(reader, query, afterVersion).page();
  }

  /** One reading. */
  private final class Merge {
    private final ListingQuery query;
    private final Key keys;
    private final KeyCursor current;
    private final KeyCursor others;

    /** The key of the item before, and the sequence of its newest version. */
    private String lastKey;

    private long lastNewest;

    Merge(Reader reader, ListingQuery query, String afterVersion) {
      this.query = query;
      Bucket bucket = query.bucket();
      this.keys = bucket.objects();
      KeyRange currentRange = query.range();
      KeyRange otherRange = bucket.hasVersions() ? currentRange : NOTHING;
      if (afterVersion != null && !query.isAfterCommonPrefix()) {
        long after = objects.sequenceOf(reader, bucket, query.after(), afterVersion);
        // Of a version that is gone without a trace nothing tells where it was: begin with the key.
        long below = after < 0 ? Long.MAX_VALUE : after;
        KeyRange range = KeyRange.textPrefix(keys, query.prefix());
        Key first = keys.with(query.after());
        StoredObject object = objects.current(reader, bucket, query.after());
        StoredObject newest = objects.latest(reader, bucket, query.after());
        if (object != null && object.sequence() < below) {
          currentRange = range.startingAt(first);
        }
        if (bucket.hasVersions()) {
          otherRange =
              after < 0
                  ? range.startingAt(first)
                  : range.startingAfter(ObjectTable.versionRow(bucket, query.after(), after));
        }
        lastKey = query.after();
        lastNewest = newest == null ? -1 : newest.sequence();
      }
      this.current = new KeyCursor(range -> objects.list(reader, range), currentRange);
      this.others = new KeyCursor(range -> objects.listVersions(reader, range), otherRange);
    }

    Page page() {
      List<Page.Item> items = new ArrayList<>(Math.min(query.most(), 64));
      for (KeyCursor next = next(); next != null; next = next()) {
        if (items.size() == query.most()) {
          return new Page(items, true);
        }
        String key = next.key();
        String common = query.commonPrefix(key);
        if (common == null) {
          items.add(version(key, next.take()));
        } else {
          items.add(Page.Item.commonPrefix(common));
          current.leap(keys, common);
          others.leap(keys, common);
        }
      }
      return new Page(items, false);
    }

    /** Where the next row is; the current object is the newest of a key. */
    private KeyCursor next() {
      String object = current.key();
      String other = others.key();
      if (object == null || other == null) {
        return object != null ? current : other != null ? others : null;
      }
      return CodePointOrder.compare(object, other) <= 0 ? current : others;
    }

    private Page.Item version(String key, ListedObject version) {
      if (!key.equals(lastKey)) {
        lastKey = key;
        lastNewest = version.sequence();
      }
      return new Page.Item(key, version, version.sequence() == lastNewest);
    }
  }
}
