package io.nephele.services.s3.listing;

import io.nephele.core.store.Reader;
import io.nephele.services.s3.objects.ObjectTable;
import java.util.ArrayList;
import java.util.List;

/** Reads pages of the current objects of buckets. */
final class ObjectPages {
  private final ObjectTable objects;

  ObjectPages(ObjectTable objects) {
    this.objects = objects;
  }

  Page read(Reader reader, ListingQuery query) {
    if (query.most() == 0) {
      return Page.empty();
    }
    KeyCursor cursor = new KeyCursor(range -> objects.list(reader, range), query.range());
    List<Page.Item> items = new ArrayList<>(Math.min(query.most(), 64));
    for (String key = cursor.key(); key != null; key = cursor.key()) {
      if (items.size() == query.most()) {
        return new Page(items, true);
      }
      String common = query.commonPrefix(key);
      if (common == null) {
        items.add(new Page.Item(key, cursor.take(), true));
      } else {
        items.add(Page.Item.commonPrefix(common));
        cursor.leap(query.bucket().objects(), common);
      }
    }
    return new Page(items, false);
  }
}
