package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that runs in a sandbox, with all processes that it starts. */
public final class SandboxProcess {
  private static final int PIECE = 16 * 1024;
  private static final int END_SECONDS = 5;
  private static final int ROUNDS = 20;
  private static final int STACK = 256 * 1024;

  private final Process process;
  private final String mark;
  private final Output output;
  private final CountDownLatch drained = new CountDownLatch(1);
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

  /** Takes what a program writes. */
  @FunctionalInterface
  public interface Output {
    /** More of it; the array is used again. */
    void write(byte[] bytes, int count);
  }

  SandboxProcess(Process process, String mark, Output output) {
    this.process = process;
    this.mark = mark;
    this.output = output;
  }

  void begin(String script) {
    // A platform thread: reading from a pipe would hold a virtual one's carrier.
    Thread.ofPlatform()
        .name("output-" + process.pid())
        .daemon()
        .stackSize(STACK)
        .start(this::drain);
    process.onExit().thenRun(() -> Thread.ofVirtual().start(this::ended));
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
        output.write(piece, count);
      }
    } catch (IOException e) {
      // Closed, as its last process was.
    } finally {
      drained.countDown();
    }
  }

  /** What it wrote is told before its end; what it left running holds its output open. */
  private void ended() {
    killRest();
    try {
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

  /** Ends it and all that it started. */
  public void kill() {
    if (mark != null && process.isAlive()) {
      List<Long> below = ProcessTree.below(process.pid());
      // None may start others while they are ended.
      below.forEach(one -> Signals.send(one, Signals.STOP));
      ProcessTree.below(process.pid()).forEach(one -> Signals.send(one, Signals.KILL));
    }
    process.destroyForcibly();
  }

  /** Where processes have no namespace that ends with the first, others may be left. */
  private void killRest() {
    if (mark == null) {
      return;
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<Long> left = ProcessTree.marked(mark);
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
