package io.nephele.core.blobs;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/**
 * How many rows of a service refer to each blob. The counts are rows themselves, written in the
 * transactions that write the rows they count, so that they are right in every world and are
 * emptied with their service or account.
 */
public final class BlobReferences {
  /** How the names of their tables end, by which those are found. */
  private static final String SUFFIX = ".blobs";

  private final Table<Count> counts;

  /** What is stored. */
  record Count(long rows) {}

  /** The references of a service, in its table {@code <service>.blobs}. */
  public BlobReferences(String service) {
    this.counts = Table.of(service + SUFFIX, Count.class);
  }

  /** Whether a table is one of references. */
  public static boolean isTable(String name) {
    return name.endsWith(SUFFIX);
  }

  /** The blob that a row of such a table counts. */
  public static String blobOf(Key row) {
    Object last = null;
    for (KeyReader parts = row.reader(); parts.hasNext(); ) {
      last = parts.next();
    }
    return (String) last;
  }

  /**
   * One more row refers to a blob: one that was just written and is not closed yet, or one that
   * another row of this world refers to.
   *
   * @param owner the parts with which the row's key begins: account and region
   */
  public void retain(Transaction transaction, Key owner, Blob blob) {
    if (blob.isFile()) {
      Key key = owner.with(blob.id());
      Count count = counts.get(transaction, key);
      counts.put(transaction, key, new Count(count == null ? 1 : count.rows + 1));
    }
  }

  /**
   * One row less refers to a blob.
   *
   * @throws IllegalStateException if none did
   */
  public void release(Transaction transaction, Key owner, Blob blob) {
    if (blob.isFile()) {
      Key key = owner.with(blob.id());
      Count count = counts.get(transaction, key);
      if (count == null) {
        throw new IllegalStateException("no row of " + owner + " refers to blob " + blob.id());
      }
      if (count.rows == 1) {
        counts.delete(transaction, key);
      } else {
        counts.put(transaction, key, new Count(count.rows - 1));
      }
    }
  }
}
