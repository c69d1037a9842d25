package io.nephele.core.worlds;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import java.util.Iterator;

/** Compares two worlds under keys that are known to hold all differences. */
final class KeysToCompare implements DiffSource {
  private final Iterator<Key> keys;
  private final Reader beforeReader;
  private final Reader afterReader;
  private Key key;
  private byte[] before;
  private byte[] after;

  KeysToCompare(Iterator<Key> keys, Reader before, Reader after) {
    this.keys = keys;
    this.beforeReader = before;
    this.afterReader = after;
  }

  @Override
  public boolean next() {
    if (!keys.hasNext()) {
      return false;
    }
    key = keys.next();
    before = beforeReader.get(key);
    after = afterReader.get(key);
    return true;
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public byte[] before() {
    return before;
  }

  @Override
  public byte[] after() {
    return after;
  }
}
