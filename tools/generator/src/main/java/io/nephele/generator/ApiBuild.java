package io.nephele.generator;

import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.model.View;
import io.nephele.model.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Generates and compiles the API of services into a folder, and leaves those alone whose result
 * would be the same. A service is generated anew when its model, the generator or the model's
 * reader has changed, and compiled anew when that gives other sources.
 */
final class ApiBuild {
  private static final List<Class<?>> USED_BY_SOURCES =
      List.of(
          ApiOperation.class,
          AwsException.class,
          Models.class,
          Service.class,
          Shape.class,
          Struct.class,
          Unit.class,
          View.class,
          Views.class);

  private static final int WORKERS = 2;

  private final Path classes;
  private final Path sources;
  private final Path stamps;
  private final String tools;
  private final String signatures;

  /** What was done for how many services. */
  record Result(int generated, int compiled, int removed) {}

  private record Job(String service, byte[] model, Stamp stamp) {}

  /** Builds into a module's {@code target} folder. */
  ApiBuild(Path target) throws IOException {
    classes = target.resolve("classes");
    sources = target.resolve("generated-sources").resolve("api");
    stamps = target.resolve("api-stamps");
    tools =
        new Fingerprint().addClassesBeside(ApiBuild.class).addClassesBeside(Service.class).hex();
    signatures =
        new Fingerprint()
            .add(Runtime.version().toString())
            .add(ServiceCompiler.OPTIONS.toString())
            .addSignatures(USED_BY_SOURCES)
            .hex();
  }

  /**
   * Brings the API of these services, given as compact models by name, up to date, and removes that
   * of others.
   */
  Result run(Map<String, byte[]> models) throws IOException, InterruptedException {
    Files.createDirectories(classes);
    Files.createDirectories(stamps);
    int removed = removeOthers(models);
    List<Job> changed = new ArrayList<>();
    for (Map.Entry<String, byte[]> model : models.entrySet()) {
      String hash = new Fingerprint().add(tools).add(model.getValue()).hex();
      Stamp stamp = new Stamp(hash, "");
      if (!isCurrent(model.getKey(), stamp)) {
        changed.add(new Job(model.getKey(), model.getValue(), stamp));
      }
    }
    // The longest first, so that the workers end together.
    changed.sort(Comparator.comparingInt((Job job) -> job.model().length).reversed());
    return new Result(changed.size(), runAll(new ConcurrentLinkedQueue<>(changed)), removed);
  }

  private int runAll(Queue<Job> jobs) throws InterruptedException {
    int compiled = 0;
    try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < Math.min(WORKERS, jobs.size()); i++) {
        results.add(workers.submit(() -> work(jobs)));
      }
      for (Future<Integer> result : results) {
        compiled += result.get();
      }
      return compiled;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot build the API: " + e.getCause().getMessage(), e);
    }
  }

  private int work(Queue<Job> jobs) throws IOException {
    int compiled = 0;
    try (ServiceCompiler compiler =
        new ServiceCompiler(List.of(Fingerprint.home(View.class)), classes)) {
      for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
        compiled += build(job, compiler) ? 1 : 0;
      }
    }
    return compiled;
  }

  /** Generates a service and compiles it if that gave other sources than before. */
  private boolean build(Job job, ServiceCompiler compiler) throws IOException {
    Map<String, String> generated = ServiceSources.of(Service.parse(job.model()));
    Fingerprint fingerprint = new Fingerprint().add(signatures);
    generated.forEach((name, source) -> fingerprint.add(name).add(source));
    Stamp stamp = new Stamp(job.stamp().inputs(), fingerprint.hex());
    Stamp old = Stamp.read(stampFile(job.service()));
    boolean compile =
        !stamp.outputs().equals(old.outputs())
            || !Files.isDirectory(packageFolder(classes, job.service()));
    if (compile) {
      remove(job.service());
      Path folder = packageFolder(sources, job.service());
      Files.createDirectories(folder);
      for (Map.Entry<String, String> source : generated.entrySet()) {
        Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue());
      }
      compiler.compile(Names.packageName(job.service()), generated);
    }
    stamp.write(stampFile(job.service()));
    return compile;
  }

  private boolean isCurrent(String service, Stamp wanted) throws IOException {
    return Stamp.read(stampFile(service)).inputs().equals(wanted.inputs())
        && Files.isDirectory(packageFolder(classes, service));
  }

  private int removeOthers(Map<String, byte[]> models) throws IOException {
    int removed = 0;
    for (Path stamp : Folders.list(stamps)) {
      String service = stamp.getFileName().toString();
      if (!models.containsKey(service)) {
        remove(service);
        removed++;
      }
    }
    return removed;
  }

  /** The stamp goes first: a build that is broken off leaves no stamp over half a package. */
  private void remove(String service) throws IOException {
    Files.deleteIfExists(stampFile(service));
    Folders.delete(packageFolder(classes, service));
    Folders.delete(packageFolder(sources, service));
  }

  private Path stampFile(String service) {
    return stamps.resolve(service);
  }

  private static Path packageFolder(Path root, String service) {
    return root.resolve(Names.packageName(service).replace('.', '/'));
  }
}
