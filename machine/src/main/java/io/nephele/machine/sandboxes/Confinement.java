package io.nephele.machine.sandboxes;

import java.nio.file.Path;
import java.util.List;

/** Makes the command that runs a program confined; one for each {@link Isolation}. */
interface Confinement {
  /**
   * The command around an inner one.
   *
   * @param user whom the programs run as, or null for the one who runs Nephele
   * @param folder the sandbox's own folder, with passwd and group, and a folder tmp if that is
   *     shared
   * @param inner what to run inside
   */
  List<String> command(SandboxSpec spec, User user, Path folder, List<String> inner);
}
