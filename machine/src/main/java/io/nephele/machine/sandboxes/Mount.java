package io.nephele.machine.sandboxes;

import java.nio.file.Path;

/**
 * A file or folder of the machine that programs in a sandbox see.
 *
 * @param source where it is
 * @param target where they see it, an absolute path; without files of their own they see the source
 * @param writable whether they may change it
 */
public record Mount(Path source, String target, boolean writable) {
  /** One that may only be read. */
  public static Mount readOnly(Path source, String target) {
    return new Mount(source, target, false);
  }
}
