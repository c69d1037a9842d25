package io.nephele.machine.sandboxes;

import io.nephele.core.logging.LazyLogger;
import io.nephele.machine.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes sandboxes, with the strongest isolation that works on this machine. Which that is it finds
 * out when it is first asked.
 */
public final class Sandboxes implements AutoCloseable {
  private static final System.Logger LOG = new LazyLogger(Sandboxes.class);
  private static final int PROBE_SECONDS = 5;
  private static final long PROBE_BYTES = 1 << 20;
  private static final int OPEN_FILES = 1024;

  private final Isolation wanted;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<Sandbox> open = ConcurrentHashMap.newKeySet();
  private final Spawner spawner = new Spawner();
  private final Watch watch = new Watch(open);
  private final AtomicBoolean prepared = new AtomicBoolean();
  private volatile Means means;
  private ScratchFolder scratch;
  private boolean closed;

  /**
   * What there is to confine programs with.
   *
   * @param ownUsers whether a sandbox has a user of its own
   * @param setpriv whether there is setpriv
   * @param prlimit whether there is prlimit
   */
  private record Means(
      Isolation isolation,
      Confinement confinement,
      boolean ownUsers,
      boolean setpriv,
      boolean prlimit) {}

  /** With the strongest isolation there is. */
  public Sandboxes() {
    this(null);
  }

  /**
   * With that isolation, or if it is null the strongest there is.
   *
   * @param isolation the only one to use: where it does not work no sandbox can be made
   */
  public Sandboxes(Isolation isolation) {
    this.wanted = isolation;
  }

  /**
   * The isolation in force.
   *
   * @throws SandboxException if the one that was asked for does not work here
   */
  public Isolation isolation() {
    return means().isolation();
  }

  /**
   * Whether programs in sandboxes can run a program of this machine: those without files of their
   * own may be kept from it by permissions.
   */
  public boolean canReach(Path program) {
    Means with = means();
    if (with.isolation().hasOwnFiles() || !with.ownUsers()) {
      return true;
    }
    try {
      for (Path at = program.toRealPath(); at != null; at = at.getParent()) {
        if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Means means() {
    Means known = means;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      if (means == null) {
        means = find();
      }
      return means;
    } finally {
      lock.unlock();
    }
  }

  private Means find() {
    boolean root = User.isRoot();
    boolean setpriv = Tools.find("setpriv") != null;
    boolean prlimit = Tools.find("prlimit") != null;
    Path bwrap = Tools.find("bwrap");
    List<Means> candidates = new ArrayList<>();
    boolean ownUsers = root && setpriv;
    if (bwrap != null && (setpriv || !root)) {
      candidates.add(
          new Means(Isolation.BUBBLEWRAP, new Bubblewrap(bwrap), ownUsers, setpriv, prlimit));
    }
    if (setpriv && Tools.find("unshare") != null) {
      candidates.add(new Means(Isolation.UNSHARE, new Unshare(), ownUsers, true, prlimit));
    }
    Confinement none = (spec, user, folder, inner) -> inner;
    if (ownUsers) {
      candidates.add(new Means(Isolation.PROCESS, none, true, true, prlimit));
    }
    candidates.add(new Means(Isolation.PROCESS, none, false, setpriv, prlimit));
    for (Means candidate : candidates) {
      if ((wanted == null || wanted == candidate.isolation()) && works(candidate)) {
        return candidate;
      }
    }
    throw new SandboxException(
        "programs cannot be run with the isolation "
            + (wanted == null ? "of processes" : wanted.label())
            + " on this machine",
        null);
  }

  private boolean works(Means candidate) {
    SandboxSpec spec = new SandboxSpec(List.of(), PROBE_BYTES, false, 0, 0, "probe");
    Path folder = null;
    try {
      User user = user(candidate, "probe");
      folder = folder(user, false);
      Process process =
          spawner.start(
              builder(
                      candidate
                          .confinement()
                          .command(spec, user, folder, inner(candidate, spec, user)))
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD));
      process.getOutputStream().write("exec /bin/sh -c :\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().close();
      boolean ended = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, () -> candidate.isolation().label() + " does not work here", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (folder != null) {
        ScratchFolder.delete(folder);
      }
    }
  }

  private User user(Means from, String name) throws IOException {
    // Other programs and worlds have sandboxes, too, and users must not meet: the folder's name is
    // random.
    return from.ownUsers()
        ? User.own(scratch().path().hashCode() * 31 + numbers.getAndIncrement(), name)
        : User.seen(name);
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Nothing of Nephele's own settings, and nothing of the user's before the program is confined.
    builder.environment().clear();
    String path = System.getenv("PATH");
    builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
    return builder.directory(Path.of("/").toFile());
  }

  /** What limits, takes all rights, and becomes the program that the shell is told of. */
  private static List<String> inner(Means with, SandboxSpec spec, User user) {
    List<String> inner = new ArrayList<>();
    if (with.prlimit()) {
      inner.addAll(List.of("prlimit", "--core=0:0", "--nofile=" + OPEN_FILES + ":" + OPEN_FILES));
      if (spec.sharedTemporary()) {
        inner.add("--fsize=" + spec.temporaryBytes() + ":" + spec.temporaryBytes());
      }
      boolean counted = user.own() || with.isolation() != Isolation.PROCESS;
      if (spec.processes() > 0 && counted) {
        inner.add("--nproc=" + spec.processes() + ":" + spec.processes());
      }
    }
    if (with.setpriv()) {
      inner.addAll(List.of("setpriv", "--no-new-privs"));
      if (with.isolation() == Isolation.PROCESS) {
        inner.addAll(List.of("--pdeathsig", "KILL"));
      }
      if (user.own()) {
        inner.addAll(List.of("--reuid", "" + user.id(), "--regid", "" + user.group()));
        inner.add("--clear-groups");
      }
      if (user.own() || with.isolation() == Isolation.UNSHARE) {
        inner.addAll(List.of("--bounding-set=-all", "--inh-caps=-all"));
      }
    }
    inner.addAll(List.of("/bin/sh", "-s", "--"));
    return inner;
  }

  /**
   * A new sandbox, in which nothing runs yet.
   *
   * @throws SandboxException if there can be none
   */
  public Sandbox open(SandboxSpec spec) {
    Means with = means();
    boolean shared = spec.sharedTemporary() || !with.isolation().hasOwnFiles();
    SandboxSpec actual =
        new SandboxSpec(
            spec.mounts(),
            spec.temporaryBytes(),
            shared,
            spec.memoryBytes(),
            spec.processes(),
            spec.userName());
    try {
      User user = user(with, spec.userName());
      Path folder = folder(user, shared);
      Sandbox sandbox =
          new Sandbox(
              actual,
              with.isolation(),
              folder,
              (inner) -> {
                List<String> all = inner(with, actual, user);
                all.addAll(inner);
                return spawner.start(
                    builder(with.confinement().command(actual, user, folder, all)));
              },
              open,
              watch::begin);
      if (prepared.compareAndSet(false, true)) {
        Thread.ofVirtual().name("signals").start(Signals::prepare);
      }
      return sandbox;
    } catch (IOException e) {
      throw new SandboxException("a sandbox cannot be made: " + e.getMessage(), e);
    }
  }

  private Path folder(User user, boolean sharedTemporary) throws IOException {
    Path folder = scratch().newFolder("sandbox-");
    user.write(folder);
    Files.createDirectory(folder.resolve("root"));
    if (sharedTemporary) {
      Path tmp = Files.createDirectory(folder.resolve("tmp"));
      Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwx------"));
      if (user.own()) {
        Files.setAttribute(tmp, "unix:uid", user.id());
      }
    }
    return folder;
  }

  private ScratchFolder scratch() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("sandboxes are closed");
      }
      if (scratch == null) {
        scratch = ScratchFolder.open();
      }
      return scratch;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all programs and removes all that they wrote. */
  @Override
  public void close() {
    watch.end();
    List.copyOf(open).forEach(Sandbox::close);
    spawner.close();
    lock.lock();
    try {
      closed = true;
      if (scratch != null) {
        scratch.close();
        scratch = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
