package io.nephele.machine.sandboxes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a file system like bubblewrap's with {@code unshare}, {@code mount} and {@code chroot} of
 * util-linux. The shell that mounts stays as the first process inside, and all others end with it.
 */
final class Unshare implements Confinement {
  private final List<SystemFiles.Root> roots = SystemFiles.roots();
  private final List<Path> settings = SystemFiles.settings();

  @Override
  public List<String> command(SandboxSpec spec, User user, Path folder, List<String> inner) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
    command.addAll(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child"));
    command.addAll(List.of("--ipc", "--uts"));
    if (!user.own()) {
      command.add("--map-root-user");
    }
    command.addAll(List.of("/bin/sh", "-c", script(spec, folder), "sh"));
    command.addAll(inner);
    return command;
  }

  private String script(SandboxSpec spec, Path folder) {
    StringBuilder script = new StringBuilder(4096);
    script.append("set -e\nR=").append(quote(folder.resolve("root").toString())).append('\n');
    script.append("mount -t tmpfs -o mode=755,size=16m nephele \"$R\"\n");
    script.append("mkdir -p \"$R/proc\" \"$R/dev\" \"$R/etc/ssl\" \"$R/tmp\"\n");
    for (SystemFiles.Root root : roots) {
      if (root.link() == null) {
        bind(script, Path.of(root.path()), root.path(), false);
      } else {
        script.append("ln -s ").append(quote(root.link())).append(" \"$R\"");
        script.append(quote(root.path())).append('\n');
      }
    }
    for (Path setting : settings) {
      bind(script, setting, setting.toString(), false);
    }
    bind(script, folder.resolve("passwd"), "/etc/passwd", false);
    bind(script, folder.resolve("group"), "/etc/group", false);
    script.append("mount -t proc -o nosuid,nodev,noexec proc \"$R/proc\"\n");
    script.append("for d in null zero full random urandom; do\n");
    script.append("  : > \"$R/dev/$d\"; mount --bind /dev/$d \"$R/dev/$d\"\ndone\n");
    script.append("ln -s /proc/self/fd \"$R/dev/fd\"; ln -s /proc/self/fd/0 \"$R/dev/stdin\"\n");
    script.append("ln -s /proc/self/fd/1 \"$R/dev/stdout\"\n");
    script.append("ln -s /proc/self/fd/2 \"$R/dev/stderr\"\n");
    if (spec.sharedTemporary()) {
      bind(script, folder.resolve("tmp"), "/tmp", true);
    } else {
      script
          .append("mount -t tmpfs -o mode=1777,nosuid,nodev,size=")
          .append(spec.temporaryBytes())
          .append(" nephele \"$R/tmp\"\n");
    }
    for (Mount mount : spec.mounts()) {
      bind(script, mount.source(), mount.target(), mount.writable());
    }
    script.append("mount -o remount,bind,ro \"$R\"\n");
    // Not by exec: the program would be the first process and ignore most signals, and the
    // change of the user would make it outlive its parent.
    script.append("set +e\nchroot \"$R\" \"$@\"\nexit $?\n");
    return script.toString();
  }

  private static void bind(StringBuilder script, Path source, String target, boolean writable) {
    String from = quote(source.toString());
    String to = "\"$R\"" + quote(target);
    script.append("if [ -d ").append(from).append(" ]; then mkdir -p ").append(to);
    script.append("; else mkdir -p \"$(dirname ").append(to).append(")\"; [ -e ").append(to);
    script.append(" ] || : > ").append(to);
    script.append("; fi\n");
    script.append("mount --rbind ").append(from).append(' ').append(to).append('\n');
    if (!writable) {
      script.append("mount -o remount,bind,ro,nosuid,nodev ").append(to).append('\n');
    }
  }

  /** A text as one word of a shell. */
  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
