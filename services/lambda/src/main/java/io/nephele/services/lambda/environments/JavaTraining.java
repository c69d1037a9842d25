package io.nephele.services.lambda.environments;

import io.nephele.core.World;
import io.nephele.core.logging.LazyLogger;
import io.nephele.machine.ScratchFolder;
import io.nephele.machine.sandboxes.Mount;
import io.nephele.machine.sandboxes.Sandboxes;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.runtimes.JavaCaches;
import io.nephele.services.lambda.runtimes.Launch;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes caches of Java's classes: runs a function of its own in a sandbox as all functions run,
 * once for each Java, in the background. They stay in the user's folder, for all worlds.
 */
final class JavaTraining implements JavaCaches {
  private static final System.Logger LOG = new LazyLogger(JavaTraining.class);

  private static final Limits LIMITS = new Limits(2048, 120, 512);

  private final World world;
  private final Sandboxes sandboxes;
  private final Supplier<ScratchFolder> scratch;
  private final Path folder;
  private final Map<String, Thread> tried = new ConcurrentHashMap<>();

  /**
   * Caches of a folder.
   *
   * @param scratch where runs for training have their files
   * @param folder where the caches are kept; made when there is one
   */
  JavaTraining(World world, Sandboxes sandboxes, Supplier<ScratchFolder> scratch, Path folder) {
    this.world = world;
    this.sandboxes = sandboxes;
    this.scratch = scratch;
    this.folder = folder;
  }

  @Override
  public Path find(Training training) {
    Path file = folder.resolve(training.name());
    if (Files.exists(file)) {
      return sandboxes.canReach(folder) ? file : null;
    }
    tried.computeIfAbsent(
        training.name(),
        name -> Thread.ofVirtual().name("training of Java").start(() -> train(training, file)));
    return null;
  }

  /** Waits until nothing is being made. */
  void await() throws InterruptedException {
    for (Thread one : tried.values()) {
      one.join();
    }
  }

  private void train(Training training, Path file) {
    Path work = null;
    try {
      work = scratch.get().newFolder("training-");
      Path made = run(training, work);
      Files.createDirectories(folder);
      // Under another name first: who starts at the same time must not find half of it.
      Path part = folder.resolve(training.name() + "." + ProcessHandle.current().pid());
      Files.copy(made, part, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "Functions in Java start without a cache of classes", e);
    } finally {
      if (work != null) {
        ScratchFolder.delete(work);
      }
    }
  }

  /** The file that a run made. */
  private Path run(Training training, Path work) throws IOException {
    Path task = Files.createDirectory(work.resolve("task"));
    Files.write(task.resolve(HANDLER + ".class"), TrainingFunction.classFile(HANDLER));
    Path output = Files.createDirectory(work.resolve("output"));
    // The program runs as another user, whose name nobody knows before.
    Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<Mount> mounts = new ArrayList<>(training.launch().mounts());
    mounts.add(Mount.readOnly(task, "/var/task"));
    mounts.add(new Mount(output, OUTPUT, true));
    Launch launch = training.launch();
    try (SandboxedEnvironment environment =
        new SandboxedEnvironment(
            world,
            spec(training, task),
            launch,
            mounts,
            null,
            sandboxes,
            LogSink.NONE,
            own -> {})) {
      environment.invoke(event(1, "{\"a\":[1,\"b\"]}"));
      environment.invoke(event(2, "{}"));
    }
    return output.resolve(training.name());
  }

  private static EnvironmentSpec spec(Training training, Path task) {
    return new EnvironmentSpec(
        new FunctionVersion(
            "000000000000",
            "us-east-1",
            HANDLER,
            "$LATEST",
            "arn:aws:lambda:us-east-1:000000000000:function:" + HANDLER),
        new FunctionCode(training.runtime(), HANDLER, "", task, List.of()),
        LIMITS,
        Map.of(),
        Logging.text("/aws/lambda/" + HANDLER, HANDLER),
        "PassThrough",
        InitializationType.ON_DEMAND,
        null,
        null);
  }

  /** The world's ids are for what its users do. */
  private static Invocation event(int number, String json) {
    return new Invocation(
        "00000000-0000-0000-0000-00000000000" + number,
        Bytes.utf8(json),
        null,
        null,
        "Root=1-00000000-000000000000000000000000;Sampled=0",
        "arn:aws:lambda:us-east-1:000000000000:function:" + HANDLER,
        null,
        null);
  }
}
