package io.nephele.app.init;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The process of a script, and all that it started. */
final class ScriptProcess {
  /** How long a process that was asked to end may take before it is ended. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long to wait for the last output: something it left behind may keep that open. */
  private static final Duration OUTPUT = Duration.ofSeconds(1);

  private final Process process;
  private final Thread output;

  private ScriptProcess(Process process, Thread output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command without input.
   *
   * @param environment all of its environment
   * @param lines takes its output, standard error included
   * @throws IOException if there is no such command
   */
  static ScriptProcess start(
      List<String> command, Map<String, String> environment, Consumer<String> lines)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    Thread output =
        Thread.ofVirtual()
            .name("script output")
            .start(new LineOutput(process.getInputStream(), lines));
    return new ScriptProcess(process, output);
  }

  /** Waits until it has ended; returns its exit code, or null if its time is over first. */
  Integer await(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return null;
    }
    output.join(OUTPUT);
    return process.exitValue();
  }

  /** Asks it and all that it started to end, and ends what does not. */
  void end() {
    List<ProcessHandle> all = everything(List.of(process.toHandle()));
    all.forEach(ProcessHandle::destroy);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    // What was started meanwhile has no living parent any more, unless that one lives, too.
    everything(all).forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends it and all that it started, without a word. */
  void kill() {
    everything(List.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
  }

  private static List<ProcessHandle> everything(List<ProcessHandle> roots) {
    List<ProcessHandle> all = new ArrayList<>();
    for (ProcessHandle root : roots) {
      // Parents first, so that they start nothing in place of what is ended.
      all.add(root);
      root.descendants().forEach(all::add);
    }
    return all;
  }
}
