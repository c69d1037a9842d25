package io.nephele.services.lambda.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nephele.junit.Fact;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends invocations and environments, and how they go on. */
class PhasesTest {
  private static final String RUNTIME = "python3.11";

  /** A runtime in Bash that returns its events. */
  private static final String BOOTSTRAP =
      """
      #!/bin/bash
      while true; do
        exec 3<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API/://}
        printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
        while IFS= read -r line <&3; do
          line=${line%$'\\r'}
          [ -z "$line" ] && break
          case $line in Lambda-Runtime-Aws-Request-Id:*) id=${line#*: };; Content-Length:*) n=${line#*: };; esac
        done
        IFS= read -r -N $n event <&3
        echo "got $event"
        printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: %d\\r\\n\\r\\n%s' $id ${#event} "$event" >&3
        IFS= read -r line <&3
        exec 3>&-
      done
      """;

  @TempDir Path folder;

  @Test
  @Fact({"lambda-005", "lambda-084"})
  void whatTakesTooLongIsEnded() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import time
          print("loaded")
          def handler(event, context):
              print("begun")
              time.sleep(event)
              return "done"
          """);
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME, "main.handler", new Limits(128, 1, 512), Map.of(), false)) {
        Invocation invocation = Functions.event("20");
        Outcome outcome = environment.invoke(invocation);

        assertThat(outcome.timedOut()).isTrue();
        assertThat(outcome.error()).isEqualTo(ErrorKind.ENVIRONMENT);
        assertThat(outcome.payload().utf8())
            .isEqualTo(
                "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "
                    + invocation.requestId()
                    + " Error: Task timed out after 1.00 seconds\"}");
        assertThat(outcome.logTail().utf8())
            .containsPattern(
                "begun\n\\d{4}-.*Z "
                    + invocation.requestId()
                    + " Task timed out after 1.00 seconds\n\nEND RequestId: ")
            .contains("Duration: 1000.00 ms\tBilled Duration: ", "Status: timeout");

        Outcome next = environment.invoke(Functions.event("0"));
        assertThat(next.payload().utf8()).isEqualTo("\"done\"");
        assertThat(next.initDuration()).as("a suppressed init").isNull();
        assertThat(next.logTail().utf8()).contains("loaded\nbegun\n");
      }
    }
  }

  @Test
  void anEnvironmentThatCrashedIsMadeAnew() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import os, signal, sys
          def handler(event, context):
              if event == 1: sys.exit(5)
              if event == 2: os._exit(0)
              if event == 3: os.kill(os.getpid(), signal.SIGSEGV)
              return os.getpid() > 0
          """);
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        assertThat(answer(environment, "1")).contains("Runtime exited with error: exit status 5");
        assertThat(answer(environment, "0")).isEqualTo("true");
        assertThat(answer(environment, "2"))
            .contains("\"Runtime.ExitError\"", "Runtime exited without providing a reason");
        assertThat(answer(environment, "3")).contains("signal: segmentation fault");
        assertThat(answer(environment, "0")).isEqualTo("true");
        assertThat(functions.logged())
            .contains("Error: Runtime exited with error: exit status 5\nRuntime.ExitError\n");
      }
    }
  }

  private static String answer(ExecutionEnvironment environment, String event) {
    return environment.invoke(Functions.event(event)).payload().utf8();
  }

  @Test
  void memoryIsLimited() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import time
          kept = []
          def handler(event, context):
              for i in range(event):
                  kept.append(bytearray(b"x") * (1 << 20))
              time.sleep(event / 100)
              return "done"
          """);
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME, "main.handler", new Limits(128, 10, 512), Map.of(), false)) {
        Outcome outcome = environment.invoke(Functions.event("300"));
        assertThat(outcome.errorType()).isEqualTo("Runtime.OutOfMemory");
        assertThat(outcome.payload().utf8()).contains("Runtime exited with error: signal: killed");
        assertThat(outcome.memoryUsedMegabytes()).isEqualTo(128);
        assertThat(answer(environment, "1")).isEqualTo("\"done\"");
      }
    }
  }

  @Test
  @Fact({"lambda-012", "lambda-022", "lambda-093", "lambda-094"})
  void temporaryFilesStayAndAreLimited() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import os
          def handler(event, context):
              seen = os.path.exists("/tmp/kept")
              open("/tmp/kept", "w").close()
              if event:
                  try:
                      with open("/tmp/big", "wb") as f:
                          for i in range(event):
                              f.write(b"x" * (1 << 20))
                  except OSError as e:
                      os.remove("/tmp/big")
                      return e.strerror
              return seen
          """);
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        assertThat(answer(environment, "0")).isEqualTo("false");
        assertThat(answer(environment, "0")).isEqualTo("true");
        assertThat(answer(environment, "513"))
            .isIn("\"No space left on device\"", "\"File too large\"");
      }
      try (ExecutionEnvironment other = functions.environment(RUNTIME, "main.handler")) {
        assertThat(answer(other, "0")).isEqualTo("false");
      }
    }
  }

  @Test
  void responsesHaveASize() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file("main.py", "def handler(event, context): return 'x' * event\n");
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        assertThat(answer(environment, "6291553")).hasSize(6291555);
        assertThat(answer(environment, "6291560"))
            .isEqualTo(
                "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response"
                    + " payload size exceeded maximum allowed payload size (6291556 bytes).\"}");
        assertThat(answer(environment, "1")).isEqualTo("\"x\"");
      }
    }
  }

  @Test
  void initCanBeDoneBefore() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file("main.py", "def handler(event, context): return 1\n");
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        InitOutcome init = environment.init();
        assertThat(init.succeeded()).isTrue();
        assertThat(init.duration()).isPositive();
        assertThat(environment.invoke(Functions.event("{}")).initDuration()).isNull();
      }
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "none.handler")) {
        InitOutcome init = environment.init();
        assertThat(init.errorType()).isEqualTo("Runtime.ImportModuleError");
        assertThat(init.document().utf8()).contains("Unable to import module 'none'");
      }
    }
  }

  @Test
  @Fact("lambda-145")
  void aBootstrapMayBeBrought() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file("task", "bootstrap", BOOTSTRAP, "rwxr-xr-x");
      try (ExecutionEnvironment environment = functions.environment("provided.al2023", "x")) {
        assertThat(answer(environment, "{\"a\":1}")).as(functions.logged()).isEqualTo("{\"a\":1}");
        assertThat(answer(environment, "[2]")).isEqualTo("[2]");
        assertThat(functions.log).contains("got {\"a\":1}\n", "got [2]\n");
      }
    }
  }

  @Test
  void whatTheMachineLacksIsSaid() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file("main.py", "");
      assertThatThrownBy(() -> functions.environment("python3.19", "main.handler"))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("This machine has no python 3.19")
          .hasMessageContaining("NEPHELE_LAMBDA_NEAR_RUNTIMES=1");
      assertThatThrownBy(() -> functions.environment("provided.al2023", "main.handler"))
          .hasMessageContaining("/var/task/bootstrap");
      assertThatThrownBy(() -> functions.environment("dotnet8", "main.handler"))
          .hasMessageContaining("provided.al2023 in place of dotnet8");
    }
  }

  @Test
  void anInvocationUnderWayEndsWithTheEnvironment() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          "import time\ndef handler(event, context):\n  print('begun')\n  time.sleep(60)\n");
      ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler");
      CompletableFuture<Outcome> running =
          CompletableFuture.supplyAsync(() -> environment.invoke(Functions.event("{}")));
      while (!functions.logged().contains("begun")) {
        Thread.onSpinWait();
      }
      environment.close();

      assertThat(running.get().errorType()).isEqualTo("Runtime.ExitError");
      assertThat(environment.usable()).isFalse();
      assertThatThrownBy(() -> environment.invoke(Functions.event("{}")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anIdleEnvironmentIsFrozen() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file("main.py", "def handler(event, context): return 1\n");
      String mark = "FROZEN_" + folder.getFileName().toString().replace('-', '_');
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME, "main.handler", new Limits(128, 5, 512), Map.of(mark, "1"), false)) {
        for (int round = 0; round < 3; round++) {
          assertThat(answer(environment, "{}")).isEqualTo("1");
          while (!state(mark).equals("T")) {
            Thread.onSpinWait();
          }
        }
      }
      assertThat(state(mark)).isEmpty();
    }
  }

  @Test
  void oneThatIsDebuggedGoesOn() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import socket, threading
          listener = socket.create_server(("127.0.0.1", 0))
          def serve():
            while True:
              connection, _ = listener.accept()
              connection.sendall(b"here")
              connection.close()
          threading.Thread(target=serve, daemon=True).start()
          def handler(event, context):
            return listener.getsockname()[1]
          """);
      Map<String, String> variables = Map.of("NEPHELE_LAMBDA_DEBUG", "1");
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME, "main.handler", new Limits(128, 30, 512), variables, false)) {
        int port = Integer.parseInt(answer(environment, "{}"));
        for (int round = 0; round < 3; round++) {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("here");
          }
        }
      }
    }
  }

  /** The state of the process that has a variable in its environment, or nothing without one. */
  private static String state(String variable) {
    for (ProcessHandle one : ProcessHandle.current().descendants().toList()) {
      Path process = Path.of("/proc/" + one.pid());
      try {
        String command = Files.readString(process.resolve("cmdline"));
        if (command.contains("bootstrap.py")
            && !command.contains("bwrap")
            && Files.readString(process.resolve("environ")).contains(variable + "=1")) {
          String stat = Files.readString(process.resolve("stat"));
          return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
        }
      } catch (IOException e) {
        // Another that ended.
      }
    }
    return "";
  }

  @Test
  @Fact({"lambda-023", "lambda-130"})
  void functionsSeeNothingOfOthersOrOfTheMachine() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import os, glob
          def handler(event, context):
              open("/tmp/mine", "w").write("x")
              try:
                  open("/var/task/main.py", "a"); written = True
              except OSError:
                  written = False
              homes = [p for p in ("/root/.ssh", "/root/.bashrc", "/home", "/etc/shadow", "/work")
                       if os.path.exists(p) and (os.path.isfile(p) or os.listdir(p))]
              return [written, homes, len(glob.glob("/proc/[0-9]*")) < 8, os.listdir("/tmp")]
          """);
      try (ExecutionEnvironment one = functions.environment(RUNTIME, "main.handler");
          ExecutionEnvironment two = functions.environment(RUNTIME, "main.handler")) {
        assertThat(answer(one, "{}")).isEqualTo("[false, [], true, [\"mine\"]]");
        assertThat(answer(two, "{}")).isEqualTo("[false, [], true, [\"mine\"]]");
      }
    }
  }

  @Test
  void aSnapshotIsRestoredByItsFirstInvocation() throws Exception {
    String snapshot =
        """
        #!/bin/bash
        exec 3<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API/://}
        printf 'GET /2018-06-01/runtime/restore/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
        read -r line <&3
        echo "after the snapshot"
        exec 3>&-
        """;
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "task", "bootstrap", snapshot + BOOTSTRAP.replace("#!/bin/bash\n", ""), "rwxr-xr-x");
      try (ExecutionEnvironment environment =
          functions.environment(
              "provided.al2023",
              "x",
              new Limits(128, 5, 512),
              Map.of(),
              false,
              InitializationType.SNAP_START)) {
        assertThat(environment.init().succeeded()).as(functions.logged()).isTrue();
        assertThat(functions.logged())
            .contains("INIT_REPORT Init Duration: ")
            .doesNotContain("after the snapshot", "RESTORE_START");
        Outcome first = environment.invoke(Functions.event("[1]"));
        assertThat(first.payload().utf8()).as(functions.logged()).isEqualTo("[1]");
        assertThat(functions.logged())
            .containsSubsequence(
                "RESTORE_START Runtime Version: ",
                "after the snapshot\n",
                "RESTORE_REPORT Restore Duration: ",
                "START RequestId: ",
                "\tRestore Duration: ",
                " ms\tBilled Restore Duration: ");
        assertThat(functions.logged()).doesNotContain("\tInit Duration: ");
        Outcome second = environment.invoke(Functions.event("[2]"));
        assertThat(second.payload().utf8()).isEqualTo("[2]");
        assertThat(second.restoreDuration()).isNull();
      }
    }
  }

  @Test
  @Fact("lambda-095")
  void threadsAreBounded() throws Exception {
    assumeThat(System.getProperty("user.name"))
        .as("others' sandboxes share their user, whose limit is another")
        .isEqualTo("root");
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import threading
          def handler(event, context):
              stop = threading.Event()
              started = []
              try:
                  while len(started) < 1100:
                      one = threading.Thread(target=stop.wait)
                      one.start()
                      started.append(one)
              except RuntimeError:
                  return len(started)
              finally:
                  stop.set()
                  for one in started:
                      one.join()
          """);
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME, "main.handler", new Limits(512, 60, 512), Map.of(), false)) {
        assertThat(Integer.parseInt(answer(environment, "{}"))).isBetween(900, 1023);
      }
    }
  }
}
