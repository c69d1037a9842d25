package io.nephele.app;

import io.nephele.core.worlds.AccessKeyPrefix;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The commands that concern a program that runs already. */
final class ControlCommands {
  private static final long STOP_SECONDS = 15;

  private final Settings settings;

  private ControlCommands(Settings settings) {
    this.settings = settings;
  }

  /** One of the commands. */
  interface Command {
    /** Returns the exit code. */
    int run(ControlCommands commands) throws IOException, InterruptedException;
  }

  /** Runs a command, and tells errors in one line. */
  static int run(Supplier<Settings> settings, Command command) {
    try {
      return command.run(new ControlCommands(settings.get()));
    } catch (ConfigurationException e) {
      System.err.println("nephele: " + e.getMessage());
      return ExitCodes.USAGE;
    } catch (IOException | UncheckedIOException e) {
      System.err.println("nephele: " + e.getMessage());
      return ExitCodes.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    }
  }

  int status() throws IOException {
    RunningProgram program = program();
    if (!program.isRunning()) {
      return notRunning(program);
    }
    System.out.println("running on port " + program.run().port());
    RunningProgram.Answer scripts = program.ask("GET", "/_nephele/init?format=text");
    if (scripts != null && scripts.status() == 200 && !scripts.body().isEmpty()) {
      System.out.println(scripts.body());
    }
    RunningProgram.Answer machine = program.ask("GET", "/_nephele/machine");
    if (machine != null && machine.status() == 200) {
      System.out.println(isolation(machine.body()));
    }
    return ExitCodes.OK;
  }

  private static String isolation(String json) {
    if (json.contains("\"none\"")) {
      return "functions cannot run on this machine";
    }
    if (json.contains("\"process\"")) {
      return "functions run as processes of this machine; install bubblewrap to isolate them";
    }
    String label = json.contains("\"bubblewrap\"") ? "bubblewrap" : "unshare";
    return "functions are isolated by " + label;
  }

  int stop() throws IOException, InterruptedException {
    RunningProgram program = program();
    long pid = program.run().pid();
    RunningProgram.Answer answer = program.ask("POST", "/_nephele/stop");
    if (answer == null) {
      return notRunning(program);
    }
    if (answer.status() != 204) {
      return refused(answer);
    }
    Optional<ProcessHandle> process = pid > 0 ? ProcessHandle.of(pid) : Optional.empty();
    while (process.isPresent() && !ended(process.get())) {
      if (!program.isRunning()) {
        System.err.println("nephele: process " + pid + " does not end");
        return ExitCodes.FAILED;
      }
      // It still answers: the user's scripts for the shutdown are running.
    }
    System.out.println("stopped");
    return ExitCodes.OK;
  }

  private static boolean ended(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  int reset(String service, String account) throws IOException {
    RunningProgram program = program();
    StringBuilder path = new StringBuilder("/_nephele/reset?");
    if (service != null) {
      path.append("service=")
          .append(URLEncoder.encode(service, StandardCharsets.UTF_8))
          .append('&');
    }
    if (account != null) {
      path.append("account=")
          .append(URLEncoder.encode(account, StandardCharsets.UTF_8))
          .append('&');
    }
    path.setLength(path.length() - 1);
    return post(program, path.toString());
  }

  int coverage() throws IOException {
    return print("/_nephele/coverage");
  }

  /** Explains the call of a request id, or the last denied ones if it is null. */
  int why(String requestId) throws IOException {
    return print("/_nephele/iam/why?format=text" + parameter("&requestId=", requestId));
  }

  /** Prints the policy that allows what an identity did. */
  int suggest(String principal) throws IOException {
    return print("/_nephele/iam/suggest" + parameter("?principal=", principal));
  }

  private static String parameter(String prefix, String value) {
    return value == null ? "" : prefix + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The program that the settings mean. */
  RunningProgram program() throws IOException {
    return RunningProgram.find(settings);
  }

  private int print(String path) throws IOException {
    return print(program(), path);
  }

  /** Has something done, and says nothing if it was. */
  static int post(RunningProgram program, String path) throws IOException {
    return done(program, program.ask("POST", path));
  }

  /** The exit code of something that was to be done; says nothing if it was. */
  static int done(RunningProgram program, RunningProgram.Answer answer) {
    if (answer == null) {
      return notRunning(program);
    }
    return answer.status() == 204 ? ExitCodes.OK : refused(answer);
  }

  /** Prints what is answered. */
  static int print(RunningProgram program, String path) throws IOException {
    return print(program, program.ask("GET", path));
  }

  /** Has something done, however long it takes, and prints what is answered. */
  static int postAndPrint(RunningProgram program, String path) throws IOException {
    return print(program, program.askPatiently("POST", path));
  }

  /** Asks with a body of JSON, which may be null, and prints what is answered, if anything is. */
  static int ask(RunningProgram program, String method, String path, String json)
      throws IOException {
    return print(
        program, json == null ? program.ask(method, path) : program.ask(method, path, json));
  }

  private static int print(RunningProgram program, RunningProgram.Answer answer) {
    if (answer == null) {
      return notRunning(program);
    }
    if (answer.status() != 200 && answer.status() != 204) {
      return refused(answer);
    }
    if (answer.status() == 200) {
      System.out.println(answer.body());
    }
    return ExitCodes.OK;
  }

  int env() throws IOException {
    Configuration configuration = Configuration.of(settings);
    String region = configuration.region().name();
    RunningProgram program = program();
    RootKey key = RootKey.of(program);
    System.out.print(
        "export AWS_ENDPOINT_URL="
            + program.endpoint()
            + "\nexport AWS_ACCESS_KEY_ID="
            + AccessKeyPrefix.withWorld(key.id(), program.world())
            + "\nexport AWS_SECRET_ACCESS_KEY="
            + key.secret()
            + "\nexport AWS_REGION="
            + region
            + "\nexport AWS_DEFAULT_REGION="
            + region
            + "\n");
    return ExitCodes.OK;
  }

  int logs(boolean follow) throws IOException, InterruptedException {
    RunningProgram program = program();
    Path log = program.run().log();
    if (!Files.exists(log)) {
      System.err.println(
          "nephele: no log of port "
              + program.run().port()
              + "; one that runs in the foreground logs to its terminal");
      return ExitCodes.NOT_RUNNING;
    }
    if (follow) {
      return new ProcessBuilder("tail", "-n", "+1", "-f", log.toString())
          .inheritIO()
          .start()
          .waitFor();
    }
    OutputStream out = System.out;
    Files.copy(log, out);
    out.flush();
    return ExitCodes.OK;
  }

  private static int refused(RunningProgram.Answer answer) {
    System.err.println("nephele: " + answer.body());
    return answer.status() == 400 ? ExitCodes.USAGE : ExitCodes.FAILED;
  }

  private static int notRunning(RunningProgram program) {
    System.err.println("nephele: not running on port " + program.run().port());
    return ExitCodes.NOT_RUNNING;
  }
}
