package io.nephele.services.lambda.environments;

import io.nephele.core.World;
import io.nephele.machine.ScratchFolder;
import io.nephele.machine.sandboxes.Mount;
import io.nephele.machine.sandboxes.Sandboxes;
import io.nephele.services.lambda.runtimes.JavaCaches;
import io.nephele.services.lambda.runtimes.Launch;
import io.nephele.services.lambda.runtimes.MissingRuntimeException;
import io.nephele.services.lambda.runtimes.Runtimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Environments that are sandboxes on this machine. */
public final class SandboxedEnvironments implements Environments {
  private final World world;
  private final Sandboxes sandboxes;
  private final JavaTraining training;
  private final Runtimes runtimes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<SandboxedEnvironment> open = ConcurrentHashMap.newKeySet();
  private ScratchFolder scratch;
  private LayerFolders layers;
  private Path hosts;
  private boolean closed;

  /** Those of a world, with the strongest isolation that this machine has. */
  public SandboxedEnvironments(World world) {
    this(world, new Sandboxes(), nearAllowed(), cachesOfUser());
  }

  /**
   * Those of a world.
   *
   * @param sandboxes where they run; closed with this
   * @param nearAllowed whether a function may run in another version of its language than it asks
   *     for where that is missing
   */
  public SandboxedEnvironments(World world, Sandboxes sandboxes, boolean nearAllowed) {
    this(world, sandboxes, nearAllowed, null);
  }

  /**
   * As the other, with caches of Java's classes.
   *
   * @param caches the folder of the caches, or null for none
   */
  SandboxedEnvironments(World world, Sandboxes sandboxes, boolean nearAllowed, Path caches) {
    this.world = world;
    this.sandboxes = sandboxes;
    this.training =
        caches == null ? null : new JavaTraining(world, sandboxes, this::scratch, caches);
    this.runtimes =
        new Runtimes(
            nearAllowed,
            sandboxes::canReach,
            () -> scratch().newFolder("runtimes-"),
            training == null ? JavaCaches.NONE : training);
  }

  /** Makes caches of Java's classes, or null. */
  JavaTraining training() {
    return training;
  }

  /** Where other worlds of the user find them, too; null without a home folder. */
  private static Path cachesOfUser() {
    Path home = Path.of(System.getProperty("user.home", ""));
    return home.isAbsolute() ? home.resolve(".nephele/java") : null;
  }

  private static boolean nearAllowed() {
    String value = System.getenv(Runtimes.NEAR);
    return "1".equals(value) || "true".equalsIgnoreCase(value);
  }

  private ScratchFolder scratch() {
    lock.lock();
    try {
      if (closed) {
        throw new EnvironmentException("Nephele is stopping");
      }
      if (scratch == null) {
        scratch = ScratchFolder.open();
        layers = new LayerFolders(scratch);
      }
      return scratch;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ExecutionEnvironment create(EnvironmentSpec spec, LogSink log) {
    FunctionCode code = spec.code();
    scratch();
    Path opt = layers.merged(code.layers());
    try {
      Launch launch =
          runtimes.launch(
              code.runtime(),
              code.architecture(),
              code.handler(),
              spec.limits().memoryMegabytes(),
              bootstrap(code.task(), opt));
      SandboxedEnvironment made =
          new SandboxedEnvironment(
              world, spec, launch, mounts(code, launch, opt), opt, sandboxes, log, open::remove);
      open.add(made);
      return made;
    } catch (MissingRuntimeException e) {
      throw new EnvironmentException(e.getMessage(), e);
    }
  }

  private List<Mount> mounts(FunctionCode code, Launch launch, Path opt) {
    List<Mount> mounts = new ArrayList<>(launch.mounts());
    mounts.add(Mount.readOnly(code.task(), "/var/task"));
    if (opt != null) {
      mounts.add(Mount.readOnly(opt, "/opt"));
    }
    Path hosts = hosts();
    if (hosts != null) {
      mounts.add(Mount.readOnly(hosts, "/etc/hosts"));
    }
    return mounts;
  }

  /** The machine's host names, and the one under which extensions listen; null where none fit. */
  private Path hosts() {
    if (!sandboxes.isolation().hasOwnFiles()) {
      return null;
    }
    lock.lock();
    try {
      if (hosts == null) {
        Path file = scratch().newFolder("hosts-").resolve("hosts");
        Path own = Path.of("/etc/hosts");
        String known = Files.isReadable(own) ? Files.readString(own) : "127.0.0.1 localhost\n";
        Files.writeString(file, known + "\n127.0.0.1 sandbox.localdomain sandbox\n");
        hosts = file;
      }
      return hosts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private static String bootstrap(Path task, Path opt) {
    if (Files.exists(task.resolve("bootstrap"))) {
      return "/var/task/bootstrap";
    }
    return opt != null && Files.exists(opt.resolve("bootstrap")) ? "/opt/bootstrap" : null;
  }

  @Override
  public void close() {
    List.copyOf(open).parallelStream().forEach(SandboxedEnvironment::close);
    sandboxes.close();
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
