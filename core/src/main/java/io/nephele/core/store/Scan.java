package io.nephele.core.store;

import java.util.Iterator;

/**
 * The entries of a range, fetched as they are asked for: stopping early costs nothing and, in a
 * transaction, depends on no more than was seen. Usable only inside the body that asked for it, and
 * once: {@link #iterator} is the scan itself.
 */
@SuppressWarnings("IterableAndIterator") // for loops over what can be iterated once anyway
public interface Scan extends Iterator<Entry>, Iterable<Entry> {
  @Override
  default Iterator<Entry> iterator() {
    return this;
  }
}
