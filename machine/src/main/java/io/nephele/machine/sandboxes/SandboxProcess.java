package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that runs in a sandbox, with all processes that it starts. */
public final class SandboxProcess {
  private static final int PIECE = 16 * 1024;
  private static final int END_SECONDS = 5;
  private static final int ROUNDS = 20;
  private static final int STACK = 256 * 1024;

  private final Process process;
  private final OutputMark mark;
  private final String variable;
  private final Output output;
  private final Runnable whenEnded;
  private final CountDownLatch drained = new CountDownLatch(1);
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

  /** Takes what a program writes. */
  @FunctionalInterface
  public interface Output {
    /** More of it; the array is used again. */
    void write(byte[] bytes, int count);
  }

  /**
   * A program that was started.
   *
   * @param variable the environment variable that marks it, or null where all that it starts ends
   *     with it
   * @param ended is told when its first process has ended
   */
  SandboxProcess(Process process, String variable, Output output, Consumer<SandboxProcess> ended) {
    this.process = process;
    this.mark = new OutputMark(process.pid());
    this.variable = variable;
    this.output = output;
    this.whenEnded = () -> ended.accept(this);
  }

  void begin(String script) {
    // A platform thread: reading from a pipe would hold a virtual one's carrier.
    Thread.ofPlatform()
        .name("output-" + process.pid())
        .daemon()
        .stackSize(STACK)
        .start(this::drain);
    Thread.ofVirtual().name("exit-" + process.pid()).start(this::ended);
    try (OutputStream in = process.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended already, as its exit tells.
    }
  }

  private void drain() {
    byte[] piece = new byte[PIECE];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        mark.take(piece, count, output);
      }
      mark.end(output);
    } catch (IOException e) {
      // Closed, as its last process was.
    } finally {
      drained.countDown();
    }
  }

  /** What it wrote is told before its end; what it left running holds its output open. */
  private void ended() {
    try {
      // Not by onExit, which runs in a pool that others may keep busy.
      process.waitFor();
      whenEnded.run();
      killRest();
      drained.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exit.complete(new ExitStatus(process.exitValue()));
  }

  long pid() {
    return process.pid();
  }

  /** Whether its first process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes when it has ended and all that it wrote was told. */
  public CompletableFuture<ExitStatus> exit() {
    return exit.copy();
  }

  /**
   * Waits until all that it has written up to now was told. It does not wait long, and where the
   * machine does not let it look into the pipe not at all.
   */
  public void sync() {
    if (process.isAlive()) {
      mark.await();
    }
  }

  /** Ends it and all that it started. */
  public void kill() {
    if (variable != null && process.isAlive()) {
      List<Long> below = ProcessTree.below(process.pid());
      // None may start others while they are ended.
      below.forEach(one -> Signals.send(one, Signals.STOP));
      ProcessTree.below(process.pid()).forEach(one -> Signals.send(one, Signals.KILL));
    }
    process.destroyForcibly();
  }

  /** Where processes have no namespace that ends with the first, others may be left. */
  private void killRest() {
    if (variable == null) {
      return;
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<Long> left = ProcessTree.marked(variable);
      left.removeIf(one -> one == ProcessHandle.current().pid());
      if (left.isEmpty()) {
        return;
      }
      left.forEach(one -> Signals.send(one, Signals.STOP));
      left.forEach(one -> Signals.send(one, Signals.KILL));
    }
  }

  /** Waits a few seconds until it has ended; one that was killed does. */
  void awaitEnd() {
    exit.copy().orTimeout(END_SECONDS, TimeUnit.SECONDS).handle((status, late) -> null).join();
  }
}
