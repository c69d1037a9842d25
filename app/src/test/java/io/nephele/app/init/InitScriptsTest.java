package io.nephele.app.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for a POSIX shell")
class InitScriptsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path root;
  private Path folder;
  private Path output;

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(root.resolve("init"));
    output = root.resolve("output");
  }

  private Map<String, String> environment() {
    return Map.of("PATH", System.getenv("PATH"), "OUT", output.toString());
  }

  private Path script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String output() throws IOException {
    return Files.exists(output) ? Files.readString(output) : "";
  }

  private static void awaitFile(Path file) {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void costNothingWhereThereAreNone() {
    InitScripts scripts = new InitScripts(root.resolve("none"), LONG);
    assertThat(scripts.there()).isFalse();
    assertThat(scripts.isCompleted(Stage.READY)).isFalse();
    scripts.run(Stage.READY, Map.of());
    assertThat(scripts.isCompleted(Stage.READY)).isTrue();
    assertThat(scripts.isCompleted(Stage.SHUTDOWN)).isFalse();
    assertThat(scripts.runs()).isEmpty();
  }

  @Test
  void runInTheOrderOfTheirNamesThoseOfInnerFoldersLater() throws IOException {
    script("ready.d/20.sh", "echo 20 >> $OUT");
    script("ready.d/10.py", "import os\nopen(os.environ['OUT'], 'a').write('10\\n')\n");
    script("ready.d/b/1.sh", "echo b1 >> $OUT");
    script("ready.d/a/2.sh", "echo a2 >> $OUT");
    script("ready.d/a/z/1.sh", "echo az1 >> $OUT");
    script("ready.d/README.md", "echo no >> $OUT");
    script("ready.d/.hidden.sh", "echo no >> $OUT");
    script("start.d/1.sh", "echo start >> $OUT");
    InitScripts scripts = new InitScripts(folder, LONG);
    assertThat(scripts.runs()).extracting(ScriptRun::state).containsOnly(ScriptState.UNKNOWN);
    scripts.run(Stage.READY, environment());
    assertThat(output()).isEqualTo("10\n20\na2\naz1\nb1\n");
    assertThat(scripts.isCompleted(Stage.READY)).isTrue();
    assertThat(scripts.isCompleted(Stage.START)).isFalse();
    assertThat(scripts.runs())
        .extracting(ScriptRun::label)
        .containsExactly(
            "start.d/1.sh",
            "ready.d/10.py",
            "ready.d/20.sh",
            "ready.d/a/2.sh",
            "ready.d/a/z/1.sh",
            "ready.d/b/1.sh");
  }

  @Test
  void runByWhatTheySay() throws IOException {
    assertThat(script("boot.d/1.sh", "#!/bin/cat\nshown\n").toFile().setExecutable(true)).isTrue();
    script("boot.d/2.sh", "#!/usr/bin/env bash\n[[ a == a ]] && echo bash:$BASH_VERSION >> $OUT");
    assertThat(script("boot.d/3.sh", "echo sh >> $OUT").toFile().setExecutable(true)).isTrue();
    script("boot.d/4.sh", "");
    InitScripts scripts = new InitScripts(folder, LONG);
    scripts.run(Stage.BOOT, environment());
    assertThat(scripts.runs()).extracting(ScriptRun::state).containsOnly(ScriptState.SUCCESSFUL);
    assertThat(output()).matches("bash:\\d.*\nsh\n");
  }

  @Test
  void thatFailKeepNothingFromGoingOn() throws IOException {
    script("ready.d/1.sh", "exit 3");
    script("ready.d/2.py", "raise ValueError('x')");
    script("ready.d/3.sh", "echo done >> $OUT");
    assertThat(script("ready.d/4.sh", "#!/no/such/program\n").toFile().setExecutable(true))
        .isTrue();
    InitScripts scripts = new InitScripts(folder, LONG);
    scripts.run(Stage.READY, environment());
    assertThat(output()).isEqualTo("done\n");
    List<ScriptRun> runs = scripts.runs();
    assertThat(runs)
        .extracting(ScriptRun::state)
        .containsExactly(
            ScriptState.ERROR, ScriptState.ERROR, ScriptState.SUCCESSFUL, ScriptState.ERROR);
    assertThat(runs.getFirst().exitCode()).isEqualTo(3);
    assertThat(runs.getFirst().problem()).isEqualTo("exit code 3");
    assertThat(runs.getFirst().milliseconds()).isNotNegative();
    assertThat(runs.get(1).exitCode()).isEqualTo(1);
    assertThat(runs.get(2).exitCode()).isZero();
    assertThat(runs.get(2).problem()).isNull();
    assertThat(runs.get(3).exitCode()).isNull();
    assertThat(runs.get(3).problem()).startsWith("cannot be run: ");
    assertThat(scripts.isCompleted(Stage.READY)).isTrue();
  }

  @Test
  void thatHangAreEndedWithAllThatTheyStarted() throws Exception {
    // The inner shell does not even end when it is asked to.
    script(
        "start.d/1.sh",
        "sh -c 'trap \"\" TERM; echo $$ > $OUT.part; mv $OUT.part $OUT; while :; do sleep 1; done'"
            + " &\nwait\n");
    script("start.d/2.sh", "exit 0");
    InitScripts scripts = new InitScripts(folder, Duration.ofMillis(1500));
    scripts.run(Stage.START, environment());
    ScriptRun hung = scripts.runs().getFirst();
    assertThat(hung.state()).isEqualTo(ScriptState.ERROR);
    assertThat(hung.exitCode()).isNull();
    assertThat(hung.problem()).isEqualTo("ended because it took longer than 1 s");
    assertThat(scripts.runs().get(1).state()).isEqualTo(ScriptState.SUCCESSFUL);
    ProcessHandle inner = ProcessHandle.of(Long.parseLong(output().strip())).orElse(null);
    if (inner != null) {
      inner.onExit().get();
    }
  }

  @Test
  void areCutWhenTheProgramStops() throws Exception {
    script("ready.d/1.sh", "touch $OUT.begun; sleep 600");
    script("ready.d/2.sh", "echo no >> $OUT");
    script("shutdown.d/1.sh", "echo bye >> $OUT");
    InitScripts scripts = new InitScripts(folder, LONG);
    Thread ready = Thread.ofPlatform().start(() -> scripts.run(Stage.READY, environment()));
    awaitFile(root.resolve("output.begun"));
    scripts.cut();
    ready.join();
    assertThat(scripts.isCompleted(Stage.READY)).isFalse();
    scripts.run(Stage.START, environment());
    assertThat(scripts.isCompleted(Stage.START)).isFalse();
    scripts.run(Stage.SHUTDOWN, environment());
    assertThat(scripts.isCompleted(Stage.SHUTDOWN)).isTrue();
    assertThat(output()).isEqualTo("bye\n");
    assertThat(scripts.runs())
        .extracting(ScriptRun::state)
        .containsExactly(ScriptState.ERROR, ScriptState.UNKNOWN, ScriptState.SUCCESSFUL);
    assertThat(scripts.runs().getFirst().problem()).isEqualTo("ended because the program stops");
  }

  @Test
  void haveNoInputAndMayLeaveSomethingBehind() throws Exception {
    script("ready.d/1.sh", "cat; (echo $$ ; exec sleep 600) & echo $! > $OUT");
    InitScripts scripts = new InitScripts(folder, LONG);
    scripts.run(Stage.READY, environment());
    assertThat(scripts.runs().getFirst().state()).isEqualTo(ScriptState.SUCCESSFUL);
    ProcessHandle left = ProcessHandle.of(Long.parseLong(output().strip())).orElseThrow();
    assertThat(left.isAlive()).isTrue();
    left.destroyForcibly();
  }

  @Test
  void seeOnlyTheLocalAws() {
    Map<String, String> variables =
        new ScriptEnvironment(
                Map.of(
                    "PATH", "/bin",
                    "AWS_PROFILE", "production",
                    "AWS_SESSION_TOKEN", "t",
                    "AWS_ENDPOINT_URL_SQS", "https://sqs.amazonaws.com",
                    "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"))
            .endpoint(java.net.URI.create("http://localhost:4566"))
            .key("test", "secret")
            .region("eu-west-1")
            .with("NEPHELE_PORT", "4566")
            .variables();
    assertThat(variables)
        .isEqualTo(
            Map.of(
                "PATH", "/bin",
                "AWS_ENDPOINT_URL", "http://localhost:4566",
                "LOCALSTACK_HOST", "localhost:4566",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_REGION", "eu-west-1",
                "AWS_DEFAULT_REGION", "eu-west-1",
                "NEPHELE_PORT", "4566"));
  }

  @Test
  void areFoundAgainWhenAnEarlierStageMadeThem() throws IOException {
    script(
        "boot.d/1.sh",
        "mkdir -p " + folder + "/ready.d; echo 'echo made >> $OUT' > " + folder + "/ready.d/1.sh");
    InitScripts scripts = new InitScripts(folder, LONG);
    scripts.run(Stage.BOOT, environment());
    scripts.run(Stage.READY, environment());
    assertThat(output()).isEqualTo("made\n");
  }
}
