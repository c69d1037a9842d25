package io.nephele.machine.sandboxes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.machine.ScratchFolder;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left when the program that keeps sandboxes is killed. */
class KilledProgramTest {
  @TempDir Path temporary;

  /** Keeps a sandbox until it is killed. */
  static final class Keeper {
    private Keeper() {}

    public static void main(String[] arguments) throws Exception {
      Sandboxes sandboxes = new Sandboxes(Isolation.valueOf(arguments[0]));
      SandboxProcess process =
          sandboxes
              .open(Runs.SMALL)
              .start(
                  new ProgramSpec(
                      List.of("/bin/sh", "-c", "echo begun; exec sleep 6" + arguments[1]),
                      Map.of("PATH", "/usr/bin:/bin"),
                      "/"),
                  (bytes, count) -> System.out.write(bytes, 0, count));
      System.out.flush();
      process.exit().get();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeft(Isolation isolation) throws Exception {
    Runs.with(isolation).close();
    String mark = "0.00" + ProcessHandle.current().pid() + isolation.ordinal();
    Process keeper =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Keeper.class.getName(),
                isolation.name(),
                mark)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = keeper.inputReader()) {
      assertThat(output.readLine()).isEqualTo("begun");
      ProcessHandle sleeper =
          ProcessHandle.allProcesses()
              .filter(p -> p.info().commandLine().orElse("").endsWith("sleep 6" + mark))
              .findFirst()
              .orElseThrow();
      CompletableFuture<ProcessHandle> gone = sleeper.onExit();
      keeper.destroyForcibly();

      gone.get(10, TimeUnit.SECONDS);
      keeper.waitFor();
    }
    assertThat(temporary).isNotEmptyDirectory();
    ScratchFolder.openIn(temporary).close();
    try (var left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }
}
