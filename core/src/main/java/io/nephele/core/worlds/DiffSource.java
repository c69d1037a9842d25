package io.nephele.core.worlds;

import io.nephele.core.store.Key;

/**
 * The keys in which two worlds may differ, in ascending order, each once, with what both have under
 * them. It may yield keys under which both have the same, which are passed over, but must leave out
 * none in which they differ. Before the first key at first; used by one thread.
 */
public interface DiffSource {
  /** Goes to the next key; false if there is none. */
  boolean next();

  /** The key. */
  Key key();

  /** What the first world has under the key, or null. */
  byte[] before();

  /** What the second world has under the key, or null. */
  byte[] after();
}
