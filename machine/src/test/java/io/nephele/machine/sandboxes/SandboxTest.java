package io.nephele.machine.sandboxes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.machine.sandboxes.Runs.Result;
import io.nephele.machine.sandboxes.Runs.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs in sandboxes can do and cannot do, however badly they mean it. */
class SandboxTest {
  private static final boolean ROOT = User.isRoot();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aProgramHasItsEnvironmentAndFolder(Isolation isolation) throws Exception {
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(Runs.SMALL)) {
      Result result = Runs.run(sandbox, "echo \"$QUOTED\"; pwd; echo oops >&2; env; exit 7");

      assertThat(result.exit()).isEqualTo(new ExitStatus(7));
      assertThat(result.output())
          .startsWith("it's $HOME\n\"\n" + sandbox.pathOf("/tmp") + "\noops\n")
          .doesNotContain("bad-name", "NEPHELE_DATA", "JAVA_HOME");
      assertThat(Runs.run(sandbox, "kill -SEGV $$").exit().describe())
          .isEqualTo("signal: segmentation fault");
    }
  }

  @ParameterizedTest
  @EnumSource
  void mountsAreWhereTheyShouldBe(Isolation isolation) throws Exception {
    Path shared = Files.createDirectory(folder.resolve("code"));
    Files.writeString(shared.resolve("file"), "hello");
    permit(folder, "rwxr-xr-x");
    permit(shared, "rwxr-xr-x");
    permit(shared.resolve("file"), "rw-r--r--");
    SandboxSpec spec =
        new SandboxSpec(
            List.of(Mount.readOnly(shared, "/var/task")), 1 << 20, true, 64 << 20, 40, "tester");
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(spec)) {
      String file = sandbox.pathOf("/var/task/file");
      assertThat(Runs.run(sandbox, "cat " + file).output()).isEqualTo("hello");
      assertThat(Runs.run(sandbox, "touch kept; ls").output()).isEqualTo("kept\n");
      assertThat(Runs.run(sandbox, "ls").output()).as("shared /tmp").isEqualTo("kept\n");
      if (ROOT || isolation.hasOwnFiles()) {
        Runs.run(sandbox, "echo changed > " + file + "; rm -f " + file + "; touch /usr/x /x");
      }
    }
    assertThat(shared.resolve("file")).hasContent("hello");
    assertThat(Path.of("/usr/x")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void othersFilesAreOutOfSight(Isolation isolation) throws Exception {
    Assumptions.assumeTrue(ROOT || isolation.hasOwnFiles());
    Path data = Files.createDirectory(folder.resolve("data"));
    permit(data, "rwx------");
    Path secret = Files.writeString(data.resolve("secret"), "secret");
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox mine = sandboxes.open(Runs.SMALL);
        Sandbox other = sandboxes.open(sharing(Runs.SMALL))) {
      Running holder = new Running(other, "echo secret > own; pwd; sleep 60");
      holder.awaitOutput("\n");
      String attempts =
          "cat "
              + secret
              + "; ln -s "
              + secret
              + " link; cat link; cat /proc/[0-9]*/root"
              + secret
              + "; cat /proc/[0-9]*/cwd/own; cat "
              + holder.output().trim()
              + "/own; cat /root/.profile /etc/shadow; ls /home/*; true";
      Result result = Runs.run(mine, attempts);

      assertThat(result.output()).doesNotContain("secret\n").isNotEmpty();
      assertThat(result.exit().code()).isZero();
      assertThat(holder.process.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void othersAreNotSignalled(Isolation isolation) throws Exception {
    Assumptions.assumeTrue(ROOT || isolation.hasOwnFiles());
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox mine = sandboxes.open(Runs.SMALL);
        Sandbox other = sandboxes.open(Runs.SMALL)) {
      Running victim = new Running(other, "echo there; sleep 60");
      victim.awaitOutput("there");
      long pid = ProcessHandle.current().pid();
      Runs.run(mine, "kill -9 " + pid + "; kill -9 -1");

      assertThat(victim.process.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void forkBombsEnd(Isolation isolation) throws Exception {
    Assumptions.assumeTrue(ROOT || isolation.hasOwnFiles());
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(Runs.SMALL)) {
      Running bomb =
          new Running(sandbox, "b() { b | b & b; }; echo begun; b 2>/dev/null; exec sleep 60");
      bomb.awaitOutput("begun");
      sandbox.killAll();

      // The shell may have given up before.
      bomb.process.exit().get(10, TimeUnit.SECONDS);
      // The limit is the user's, so that this needs all of the others to be gone.
      assertThat(Runs.run(sandbox, "echo again").output()).isEqualTo("again\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tmpHasItsSize(Isolation isolation) throws Exception {
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(Runs.SMALL)) {
      String fill = "dd if=/dev/zero of=big bs=64k count=1000 2>&1; ls -l big | cut -d' ' -f5";
      String output = Runs.run(sandbox, fill).output();

      if (isolation.hasOwnFiles()) {
        assertThat(output).contains("No space left on device");
      }
      assertThat(Long.parseLong(output.substring(output.trim().lastIndexOf('\n') + 1).trim()))
          .isLessThanOrEqualTo(4 << 20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyFilesAreNoWayAroundTheSizeOfTmp(Isolation isolation) throws Exception {
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(sharing(Runs.SMALL))) {
      Running running =
          new Running(
              sandbox,
              "for i in 1 2 3 4 5 6; do dd if=/dev/zero of=$i bs=1M count=1 2>/dev/null; done;"
                  + " echo full; sleep 60");

      assertThat(running.result().exit().signal()).isEqualTo(9);
      assertThat(sandbox.exceeded()).isEqualTo(Exceeded.STORAGE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void memoryIsLimited(Isolation isolation) throws Exception {
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(Runs.SMALL)) {
      Result result = Runs.run(sandbox, "tail /dev/zero; echo $?; sleep 60");

      assertThat(result.exit().describe()).isEqualTo("signal: killed");
      assertThat(sandbox.exceeded()).isEqualTo(Exceeded.MEMORY);
      assertThat(sandbox.peakMemory()).isGreaterThan(64 << 20);
      sandbox.forget();
      assertThat(Runs.run(sandbox, "echo alive").output()).isEqualTo("alive\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // closing a frozen one is what is tested
  void frozenProgramsStandStill(Isolation isolation) throws Exception {
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(Runs.SMALL)) {
      Running running = new Running(sandbox, "(echo begun; sleep 60; echo never); true");
      running.awaitOutput("begun");
      long sleeper = awaitProgram(running.process.pid(), "sleep");

      sandbox.freeze();
      awaitStopped(sleeper, true);
      sandbox.thaw();
      awaitStopped(sleeper, false);

      sandbox.freeze();
      sandbox.close();
      assertThat(running.process.exit().get(10, TimeUnit.SECONDS).signal()).isEqualTo(9);
      assertThat(hasEnded(sleeper)).isTrue();
    }
  }

  /**
   * The process below that one that runs a program, once there is one. Who is about to start one
   * waits for it in a state of its own, which a frozen one never leaves.
   */
  private static long awaitProgram(long root, String name) {
    while (true) {
      for (long process : ProcessTree.below(root)) {
        try {
          if (Files.readString(Path.of("/proc/" + process + "/comm")).strip().equals(name)) {
            return process;
          }
        } catch (IOException e) {
          // It has ended.
        }
      }
      Thread.onSpinWait();
    }
  }

  /** A signal takes effect when the process is next looked at. */
  private static void awaitStopped(long process, boolean stopped) throws Exception {
    while (state(process).equals("T") != stopped) {
      Thread.onSpinWait();
    }
  }

  private static boolean hasEnded(long process) throws Exception {
    try {
      return state(process).equals("Z");
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private static String state(long process) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenIsReadBeforeASyncReturns(Isolation isolation) throws Exception {
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(Runs.SMALL)) {
      Running running = new Running(sandbox, "seq 1 20000; exec sleep 60");
      running.awaitOutput("1\n");
      while (!running.output().contains("20000")) {
        running.process.sync();
      }
      assertThat(running.output()).doesNotContain("\0").endsWith("19999\n20000\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void daemonsEndWithTheirSandbox(Isolation isolation) throws Exception {
    // Of this run alone: the isolations are tested side by side.
    String mark = "sleep 67." + ProcessHandle.current().pid() + isolation.ordinal();
    List<ProcessHandle> left;
    try (Sandboxes sandboxes = Runs.with(isolation);
        Sandbox sandbox = sandboxes.open(Runs.SMALL)) {
      Result result =
          Runs.run(sandbox, "setsid sh -c 'exec " + mark + "' >/dev/null 2>&1 & echo left");
      assertThat(result.output()).isEqualTo("left\n");
      left =
          ProcessHandle.allProcesses()
              .filter(p -> p.info().commandLine().orElse("").endsWith(mark))
              .toList();
    }
    for (ProcessHandle one : left) {
      one.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(line -> line.endsWith(mark));
  }

  private static SandboxSpec sharing(SandboxSpec spec) {
    return new SandboxSpec(
        spec.mounts(),
        spec.temporaryBytes(),
        true,
        spec.memoryBytes(),
        spec.processes(),
        spec.userName());
  }

  private static void permit(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
