package io.nephele.stores.folder;

import io.nephele.core.store.Engine;
import java.nio.file.Path;

/**
 * Brings a data folder from one format to the next. It may have been run before, to its end or not,
 * without the new format having been noted: running it again then must lead to the same.
 */
interface Migration {
  /**
   * Changes what is in the folder.
   *
   * @param engine the store in it, which nobody else uses; what is applied to it is durable before
   *     the new format is noted
   */
  void run(Path folder, Engine engine);
}
