package io.nephele.services.lambda.runtimes;

import io.nephele.machine.sandboxes.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A language's program on this machine.
 *
 * @param program its path
 * @param version its version, as far as it matters: 3.12, 20, 21
 */
record Interpreter(Path program, String version) {
  /**
   * What has to be mounted for it: nothing where it is among the system's programs, else the folder
   * that it was installed to.
   */
  List<Mount> mounts() {
    Path real = real(program);
    Path home = program.getParent().getParent();
    if (real.startsWith("/usr") || real.startsWith("/bin") || real.startsWith("/nix/store")) {
      return program.startsWith("/usr") || program.startsWith("/bin")
          ? List.of()
          : List.of(mount(home));
    }
    Path realHome = real.getParent().getParent();
    return realHome.equals(home) || program.startsWith("/usr")
        ? List.of(mount(realHome))
        : List.of(mount(realHome), mount(home));
  }

  private static Mount mount(Path folder) {
    return Mount.readOnly(folder, folder.toString());
  }

  private static Path real(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException e) {
      return program;
    }
  }

  /** The folder above its bin folder. */
  Path home() {
    return real(program).getParent().getParent();
  }

  /** Whether a file is there that can be run. */
  static boolean isProgram(Path file) {
    return Files.isExecutable(file) && !Files.isDirectory(file);
  }
}
