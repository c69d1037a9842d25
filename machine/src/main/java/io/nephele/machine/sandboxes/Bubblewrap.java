package io.nephele.machine.sandboxes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds a file system from pieces with bubblewrap, with processes and interprocess communication
 * of its own. Its monitor dies with Nephele, and everything inside with the monitor.
 */
final class Bubblewrap implements Confinement {
  private final Path program;
  private final List<SystemFiles.Root> roots = SystemFiles.roots();
  private final List<Path> settings = SystemFiles.settings();

  Bubblewrap(Path program) {
    this.program = program;
  }

  @Override
  public List<String> command(SandboxSpec spec, User user, Path folder, List<String> inner) {
    List<String> command = new ArrayList<>(128);
    add(command, program.toString(), "--die-with-parent", "--new-session");
    add(command, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");
    if (!user.own()) {
      add(command, "--unshare-user", "--uid", "" + user.id(), "--gid", "" + user.group());
    }
    for (SystemFiles.Root root : roots) {
      if (root.link() == null) {
        add(command, "--ro-bind", root.path(), root.path());
      } else {
        add(command, "--symlink", root.link(), root.path());
      }
    }
    // Else made for root alone.
    Set<String> made = new HashSet<>();
    for (Path setting : settings) {
      makeParents(command, setting.toString(), made);
      add(command, "--ro-bind-try", setting.toString(), setting.toString());
    }
    add(command, "--ro-bind", folder.resolve("passwd").toString(), "/etc/passwd");
    add(command, "--ro-bind", folder.resolve("group").toString(), "/etc/group");
    add(command, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev");
    if (spec.sharedTemporary()) {
      add(command, "--bind", folder.resolve("tmp").toString(), "/tmp");
    } else {
      add(command, "--perms", "1777", "--size", "" + spec.temporaryBytes(), "--tmpfs", "/tmp");
    }
    for (Mount mount : spec.mounts()) {
      makeParents(command, mount.target(), made);
      add(command, mount.writable() ? "--bind" : "--ro-bind", "" + mount.source(), mount.target());
    }
    add(command, "--remount-ro", "/", "--chdir", "/", "--");
    command.addAll(inner);
    return command;
  }

  private static void makeParents(List<String> command, String path, Set<String> made) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String parent = path.substring(0, slash);
      if (made.add(parent)) {
        add(command, "--perms", "0755", "--dir", parent);
      }
    }
  }

  private static void add(List<String> command, String... words) {
    command.addAll(List.of(words));
  }
}
