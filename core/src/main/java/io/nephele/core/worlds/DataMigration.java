package io.nephele.core.worlds;

import io.nephele.core.store.Store;

/** Brings the rows of a world from the data format of an older version to that of the next. */
public interface DataMigration {
  /** Changes the store of an imported world, which nobody else uses yet. */
  void migrate(Store store);
}
