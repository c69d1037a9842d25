package io.nephele.services.lambda.environments;

import io.nephele.embedded.Nephele;
import io.nephele.machine.sandboxes.Isolation;
import io.nephele.machine.sandboxes.SandboxException;
import io.nephele.machine.sandboxes.Sandboxes;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** Functions of a test, in environments of a Nephele without services. */
final class Functions implements AutoCloseable {
  private final Path folder;
  private final Nephele nephele;
  private final SandboxedEnvironments environments;
  private final List<Path> layers = new ArrayList<>();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());

  Functions(Path folder) {
    this(folder, null);
  }

  /** Skips the test where the machine lacks the isolation. */
  Functions(Path folder, Isolation isolation) {
    this(folder, isolation, null);
  }

  /**
   * As the other, with a folder for caches of Java's classes.
   *
   * @param caches null for none
   */
  Functions(Path folder, Isolation isolation, Path caches) {
    this.folder = folder;
    Sandboxes sandboxes = new Sandboxes(isolation);
    try {
      sandboxes.isolation();
    } catch (SandboxException e) {
      Assumptions.abort("skipped: " + e.getMessage());
    }
    permit(folder, "rwxr-xr-x");
    this.nephele = Nephele.builder().services(List.of()).start();
    this.environments = new SandboxedEnvironments(nephele.world(), sandboxes, false, caches);
  }

  SandboxedEnvironments environments() {
    return environments;
  }

  Nephele nephele() {
    return nephele;
  }

  static void permit(Path path, String permissions) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file of the function. */
  Functions file(String name, String content) throws IOException {
    return file("task", name, content, "rw-r--r--");
  }

  Functions layer(String layer, String name, String content, String permissions)
      throws IOException {
    Path root = folder.resolve(layer);
    if (!layers.contains(root)) {
      layers.add(root);
    }
    return file(layer, name, content, permissions);
  }

  Functions file(String in, String name, String content, String permissions) throws IOException {
    Path file = folder.resolve(in).resolve(name);
    Files.createDirectories(file.getParent());
    for (Path at = file.getParent(); !at.equals(folder); at = at.getParent()) {
      permit(at, "rwxr-xr-x");
    }
    Files.writeString(file, content);
    permit(file, permissions);
    return this;
  }

  ExecutionEnvironment environment(String runtime, String handler) {
    return environment(runtime, handler, new Limits(256, 5, 512), Map.of(), false);
  }

  ExecutionEnvironment environment(
      String runtime,
      String handler,
      Limits limits,
      Map<String, String> variables,
      boolean jsonLogs) {
    return environment(runtime, handler, limits, variables, jsonLogs, InitializationType.ON_DEMAND);
  }

  ExecutionEnvironment environment(
      String runtime,
      String handler,
      Limits limits,
      Map<String, String> variables,
      boolean jsonLogs,
      InitializationType why) {
    boolean arm = System.getProperty("os.arch").contains("aarch64");
    FunctionVersion function =
        new FunctionVersion(
            "000000000000",
            "us-east-1",
            "tested",
            "$LATEST",
            "arn:aws:lambda:us-east-1:000000000000:function:tested:$LATEST");
    EnvironmentSpec spec =
        new EnvironmentSpec(
            function,
            new FunctionCode(
                runtime,
                handler,
                arm ? "arm64" : "x86_64",
                folder.resolve("task"),
                List.copyOf(layers)),
            limits,
            variables,
            new Logging("/aws/lambda/tested", "2026/01/01/[$LATEST]0123", jsonLogs, "INFO", "INFO"),
            "PassThrough",
            why,
            () -> new RoleCredentials("ASIAEXAMPLE", "secret", "token"),
            null);
    return environments.create(spec, this::log);
  }

  private void log(Instant time, String message) {
    log.add(message);
  }

  static Invocation event(String json) {
    return event(json, null);
  }

  static Invocation event(String json, ResponseSink sink) {
    return new Invocation(
        UUID.randomUUID().toString(),
        Bytes.utf8(json),
        null,
        null,
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        "arn:aws:lambda:us-east-1:000000000000:function:tested",
        null,
        sink);
  }

  /** The log as one text. */
  String logged() {
    return String.join("", List.copyOf(log));
  }

  @Override
  public void close() {
    environments.close();
    nephele.close();
  }
}
