package io.nephele.core.blobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The blobs that are in use although no row may refer to them yet: they are not deleted. */
final class Pins {
  private final ConcurrentHashMap<String, Integer> pinned = new ConcurrentHashMap<>();

  /** Those unpinned since the collection that is going on began; null while none is. */
  private volatile Set<String> released;

  /** Deletes a file. */
  interface Deletion {
    void run() throws IOException;
  }

  void pin(String id) {
    pinned.merge(id, 1, Integer::sum);
  }

  void unpin(String id) {
    pinned.compute(
        id,
        (key, count) -> {
          // The collection may have looked at the rows before the one that refers to it was there.
          Set<String> seen = released;
          if (seen != null) {
            seen.add(id);
          }
          return count == 1 ? null : count - 1;
        });
  }

  /** To be called before a collection looks at rows. */
  void beginCollection() {
    released = ConcurrentHashMap.newKeySet();
  }

  void endCollection() {
    released = null;
  }

  /** Deletes a blob unless it is in use or was since the collection began; returns whether. */
  boolean delete(String id, Deletion deletion) throws IOException {
    boolean[] deleted = new boolean[1];
    try {
      // Whoever pins it meanwhile waits, and then finds no file.
      pinned.compute(
          id,
          (key, count) -> {
            if (count == null && !released.contains(id)) {
              try {
                deletion.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              deleted[0] = true;
            }
            return count;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return deleted[0];
  }
}
