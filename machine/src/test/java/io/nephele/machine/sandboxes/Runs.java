package io.nephele.machine.sandboxes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs shell scripts in sandboxes. */
final class Runs {
  static final SandboxSpec SMALL =
      new SandboxSpec(List.of(), 4 << 20, false, 64 << 20, 40, "tester");

  private Runs() {}

  /** What a script wrote, and how it ended. */
  record Result(String output, ExitStatus exit) {}

  /** Skips the test where the machine lacks an isolation. */
  static Sandboxes with(Isolation isolation) {
    Sandboxes sandboxes = new Sandboxes(isolation);
    try {
      sandboxes.isolation();
    } catch (SandboxException e) {
      Assumptions.abort("skipped: " + e.getMessage());
    }
    return sandboxes;
  }

  static final class Running {
    final SandboxProcess process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    Running(Sandbox sandbox, String script) {
      this.process =
          sandbox.start(
              new ProgramSpec(
                  List.of("/bin/sh", "-c", script),
                  Map.of("PATH", "/usr/bin:/bin", "QUOTED", "it's $HOME\n\"", "bad-name", "x"),
                  sandbox.pathOf("/tmp")),
              this::add);
    }

    private synchronized void add(byte[] bytes, int count) {
      output.write(bytes, 0, count);
      notifyAll();
    }

    synchronized String output() {
      return output.toString(StandardCharsets.UTF_8);
    }

    synchronized void awaitOutput(String text) throws InterruptedException {
      while (!output().contains(text)) {
        wait(20_000);
      }
    }

    Result result() throws Exception {
      ExitStatus exit = process.exit().get(20, TimeUnit.SECONDS);
      return new Result(output(), exit);
    }
  }

  static Result run(Sandbox sandbox, String script) throws Exception {
    return new Running(sandbox, script).result();
  }
}
