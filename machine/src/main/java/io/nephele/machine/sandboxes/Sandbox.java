package io.nephele.machine.sandboxes;

import io.nephele.machine.ScratchFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A place where programs run. They share its /tmp if it was asked for, its limits, and its end.
 * When they use more than its limits allow they are all ended, and {@link #exceeded} tells why.
 */
public final class Sandbox implements AutoCloseable {
  private static final int ROUNDS = 5;

  private final SandboxSpec spec;
  private final Isolation isolation;
  private final Path folder;
  private final Start start;
  private final Set<Sandbox> open;
  private final Runnable watch;
  private final List<SandboxProcess> running = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean frozen;
  private boolean closed;
  private volatile Exceeded exceeded;
  private volatile long peak;

  /** The programs when they were last looked at, or null if some were started since. */
  private volatile List<Long> known;

  /** Starts a confined command. */
  interface Start {
    Process start(List<String> command) throws IOException;
  }

  Sandbox(
      SandboxSpec spec,
      Isolation isolation,
      Path folder,
      Start start,
      Set<Sandbox> open,
      Runnable watch) {
    this.spec = spec;
    this.isolation = isolation;
    this.folder = folder;
    this.start = start;
    this.open = open;
    this.watch = watch;
    open.add(this);
  }

  /** How it was asked for. */
  public SandboxSpec spec() {
    return spec;
  }

  /** How its programs are confined. */
  public Isolation isolation() {
    return isolation;
  }

  /**
   * Where its programs see a path: the same where they have files of their own, else the place of
   * the machine that is mounted there.
   */
  public String pathOf(String path) {
    if (isolation.hasOwnFiles()) {
      return path;
    }
    if (path.equals("/tmp") || path.startsWith("/tmp/")) {
      return folder + path;
    }
    for (Mount mount : spec.mounts()) {
      if (path.equals(mount.target()) || path.startsWith(mount.target() + "/")) {
        return mount.source() + path.substring(mount.target().length());
      }
    }
    return path;
  }

  /**
   * Starts a program.
   *
   * @param output takes what it writes to its standard output and error, piece by piece, on a
   *     thread of its own; the array is used again
   * @throws SandboxException if it cannot be started; that the program itself is not there is an
   *     exit code of 127
   */
  public SandboxProcess start(ProgramSpec program, SandboxProcess.Output output) {
    lock.lock();
    try {
      if (closed) {
        throw new SandboxException("the sandbox is closed", null);
      }
      String mark = "NEPHELE_SANDBOX=" + folder.getFileName() + "-" + running.size();
      Process process = start.start(program.command());
      SandboxProcess started =
          new SandboxProcess(
              process, isolation.hasOwnFiles() ? null : mark, output, running::remove);
      running.add(started);
      known = null;
      started.begin(script(program, mark));
      return started;
    } catch (IOException e) {
      throw new SandboxException("a program cannot be started: " + e.getMessage(), e);
    } finally {
      lock.unlock();
      watch.run();
    }
  }

  /**
   * What the confined shell is told: the environment is set only here, so that nothing in it
   * concerns the programs that confine.
   */
  private String script(ProgramSpec program, String mark) {
    StringBuilder script = new StringBuilder(2048);
    script.append("unset PATH OLDPWD\ncd ").append(Unshare.quote(program.workingFolder()));
    script.append(" || exit 126\n");
    for (Map.Entry<String, String> variable : program.environment().entrySet()) {
      if (isName(variable.getKey())) {
        script.append("export ").append(variable.getKey()).append('=');
        script.append(Unshare.quote(variable.getValue())).append('\n');
      }
    }
    if (!isolation.hasOwnFiles()) {
      script.append("export ").append(mark).append('\n');
    }
    return script.append("exec \"$@\" </dev/null\n").toString();
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Stops all programs where they are, until {@link #thaw}. Has no effect on a frozen one. */
  public void freeze() {
    lock.lock();
    try {
      if (!frozen) {
        frozen = true;
        stop();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Programs may start others while they are being stopped, so that it looks again. */
  private void stop() {
    List<Long> stopped = List.of();
    for (int round = 0; round < ROUNDS; round++) {
      List<Long> all = programs();
      if (all.size() == stopped.size()) {
        return;
      }
      for (long process : all) {
        Signals.send(process, Signals.STOP);
      }
      stopped = all;
    }
  }

  /** Lets frozen programs go on. */
  public void thaw() {
    lock.lock();
    try {
      if (frozen) {
        frozen = false;
        for (long process : programs()) {
          Signals.send(process, Signals.CONTINUE);
        }
      }
    } finally {
      lock.unlock();
    }
    watch.run();
  }

  /** Whether there is something to watch. */
  boolean isActive() {
    return !frozen && !running.isEmpty();
  }

  private List<Long> programs() {
    List<Long> all = new ArrayList<>();
    for (SandboxProcess one : running) {
      // The processes that confine must run, or a frozen sandbox could not be ended.
      if (!isolation.hasOwnFiles()) {
        all.add(one.pid());
      }
      all.addAll(ProcessTree.below(one.pid()));
    }
    return all;
  }

  /**
   * The most memory that its programs were seen to use together, in bytes, those running now too.
   */
  public long peakMemory() {
    List<Long> all = known;
    if (all == null) {
      all = programs();
      known = all;
    }
    long now = ProcessTree.memory(all, true);
    if (now > peak) {
      peak = now;
    }
    return peak;
  }

  /** The limit for which its programs were ended, or null. */
  public Exceeded exceeded() {
    return exceeded;
  }

  /** Forgets which limit was exceeded and how much memory was used, for programs to be started. */
  public void forget() {
    exceeded = null;
    peak = 0;
  }

  /** Called again and again: ends programs that use too much. */
  void check(boolean storageToo) {
    if (!isActive()) {
      return;
    }
    List<Long> all = programs();
    known = all;
    long used = ProcessTree.memory(all, true);
    if (used > peak) {
      peak = used;
    }
    Exceeded found = null;
    if (spec.memoryBytes() > 0
        && used > spec.memoryBytes()
        && ProcessTree.memory(all, false) > spec.memoryBytes()) {
      found = Exceeded.MEMORY;
    } else if (spec.processes() > 0 && all.size() > spec.processes()) {
      found = Exceeded.PROCESSES;
    } else if (storageToo
        && spec.sharedTemporary()
        && FolderSize.exceeds(folder.resolve("tmp"), spec.temporaryBytes())) {
      found = Exceeded.STORAGE;
    }
    if (found != null) {
      exceeded = found;
      running.forEach(SandboxProcess::kill);
    }
  }

  /** Ends all programs, and waits until they have. */
  public void killAll() {
    for (SandboxProcess one : running) {
      one.kill();
    }
    for (SandboxProcess one : running) {
      one.awaitEnd();
    }
    lock.lock();
    try {
      frozen = false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all programs and removes all that they wrote. Closing again has no effect. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    killAll();
    open.remove(this);
    ScratchFolder.delete(folder);
  }
}
