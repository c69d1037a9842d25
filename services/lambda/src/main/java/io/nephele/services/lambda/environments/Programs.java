package io.nephele.services.lambda.environments;

import io.nephele.machine.MachineTime;
import io.nephele.machine.sandboxes.ProgramSpec;
import io.nephele.machine.sandboxes.Sandbox;
import io.nephele.machine.sandboxes.SandboxException;
import io.nephele.machine.sandboxes.SandboxProcess;
import io.nephele.services.lambda.environments.RuntimeConversation.Awaited;
import io.nephele.services.lambda.runtimes.Launch;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One run of an environment's programs: the runtime and the external extensions. */
final class Programs {
  private final Sandbox sandbox;
  private final Launch launch;
  private final PlatformLog log;
  private final Map<String, String> variables;
  private final List<String> externalNames;
  private final RuntimeConversation runtime = new RuntimeConversation();
  private final Extensions extensions;
  private final Telemetry telemetry;
  private final List<SandboxProcess> running = new ArrayList<>();
  private final List<SandboxProcess> external = new ArrayList<>();
  private volatile boolean ending;

  Programs(
      EnvironmentSpec spec,
      Sandbox sandbox,
      Launch launch,
      PlatformLog log,
      Map<String, String> variables,
      List<String> externalNames,
      Supplier<String> ids) {
    this.sandbox = sandbox;
    this.launch = launch;
    this.log = log;
    this.variables = variables;
    this.externalNames = externalNames;
    this.extensions = new Extensions(spec, log, ids, externalNames);
    this.telemetry = new Telemetry(extensions, log);
  }

  RuntimeConversation runtime() {
    return runtime;
  }

  Extensions extensions() {
    return extensions;
  }

  /** Answers what programs ask. */
  HttpResponse handle(HttpRequest request) {
    HttpResponse answer = RuntimeApi.handle(request, runtime);
    answer = answer == null ? extensions.handle(request) : answer;
    answer = answer == null ? telemetry.handle(request) : answer;
    return answer == null ? RuntimeApi.error(404, "NotFound", "There is no such resource") : answer;
  }

  /** Starts all and waits until they are ready for an invocation. */
  Awaited start(long deadlineNanos) throws InterruptedException {
    try {
      for (String name : externalNames) {
        startExtension(name);
      }
      if (!externalNames.isEmpty() && !extensions.awaitRegistered(deadlineNanos)) {
        return extensionsFailed();
      }
      List<String> command = new ArrayList<>();
      String wrapper = variables.get("AWS_LAMBDA_EXEC_WRAPPER");
      if (wrapper != null && !wrapper.isEmpty()) {
        command.add(sandbox.pathOf(wrapper));
      }
      for (String word : launch.command()) {
        command.add(placed(word));
      }
      LogLines lines = new LogLines(log::function);
      SandboxProcess process =
          sandbox.start(
              new ProgramSpec(command, variables, sandbox.pathOf("/var/task")), lines::write);
      running.add(process);
      process
          .exit()
          .thenAccept(
              status -> {
                lines.flush();
                runtime.ended(status.describe());
              });
    } catch (SandboxException e) {
      runtime.ended(e.getMessage());
      return Awaited.ENDED;
    }
    Awaited awaited = runtime.awaitReady(deadlineNanos);
    if (awaited == Awaited.READY && extensions.areThere()) {
      if (!extensions.awaitReady(deadlineNanos)) {
        return extensionsFailed();
      }
    }
    if (awaited == Awaited.READY) {
      extensions.seal();
    }
    return awaited;
  }

  /** A word of a command as it is where files may lie elsewhere: paths, options with one. */
  private String placed(String word) {
    int value = word.indexOf("=/") + 1;
    return value > 0
        ? word.substring(0, value) + moved(word.substring(value))
        : word.startsWith("/") ? moved(word) : word;
  }

  /** Class paths are several paths in one word. */
  private String moved(String word) {
    String[] parts = word.split(":");
    for (int i = 0; i < parts.length; i++) {
      parts[i] = sandbox.pathOf(parts[i]);
    }
    return String.join(":", parts);
  }

  private Awaited extensionsFailed() {
    return extensions.failure() == null ? Awaited.LATE : Awaited.FAILED;
  }

  private void startExtension(String name) {
    LogLines lines = new LogLines(log::extension);
    SandboxProcess process =
        sandbox.start(
            new ProgramSpec(
                List.of(sandbox.pathOf("/opt/extensions/" + name)),
                EnvironmentVariables.ofExtension(variables),
                sandbox.pathOf("/var/task")),
            lines::write);
    running.add(process);
    external.add(process);
    process
        .exit()
        .thenAccept(
            status -> {
              lines.flush();
              if (!ending) {
                extensions.fail(name, "Extension.Crash");
                runtime.ended("extension " + name + " ended: " + status.describe());
              }
            });
  }

  /** Waits until all that programs wrote is logged. */
  void sync() {
    for (SandboxProcess one : running) {
      one.sync();
    }
  }

  /** Has extensions get all events that there are. */
  void flushTelemetry() {
    try {
      telemetry.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the external extensions have ended, some time at most. */
  void awaitExtensions(long deadlineNanos) {
    CompletableFuture.allOf(
            external.stream().map(SandboxProcess::exit).toArray(CompletableFuture[]::new))
        .orTimeout(Math.max(1, deadlineNanos - MachineTime.nanoTime()), TimeUnit.NANOSECONDS)
        .handle((done, late) -> null)
        .join();
  }

  /** From here on ends are expected. */
  void expectEnd() {
    ending = true;
  }

  /** Ends all. */
  void end() {
    ending = true;
    sandbox.killAll();
    runtime.close();
    extensions.close();
    telemetry.close();
  }
}
