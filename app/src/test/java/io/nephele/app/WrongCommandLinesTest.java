package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the user gets wrong: one clear line on standard error, nothing on standard output, exit
 * code 2.
 */
class WrongCommandLinesTest {
  @TempDir private static Path shared;
  private static CommandLoop commands;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    commands = CommandLoop.start(shared);
  }

  @AfterAll
  static void stop() {
    commands.close();
  }

  private static void refuses(String message, String... arguments) throws IOException {
    CommandLoop.Result result = commands.run(arguments);
    assertThat(result.errors())
        .startsWith("nephele: ")
        .endsWith("\n")
        .hasLineCount(1)
        .contains(message);
    assertThat(result.output()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "start --bogus, Unknown option: '--bogus'",
    "start --prot=1, Unknown option: '--prot=1'",
    "start --eph, Unknown option: '--eph'",
    "status --detach, Unknown option: '--detach'",
    "--port 1, 'Unknown options: ''--port'', ''1'''",
    "strat, 'strat'",
    "start now, 'now'",
    "start --port, Missing required parameter for option '--port'",
    "start --port --ephemeral, Expected parameter for option '--port' but found '--ephemeral'",
    "start --port 1 --port 2, option '--port' (PORT) should be specified only once",
    "start --port x, '--port is ''x'', but must be a number from 0 to 65535'",
    "stop --port 70000, '--port is ''70000'', but must be a number from 0 to 65535'",
    "start --ephemeral=maybe, '--ephemeral is ''maybe'', but must be true or false'",
    "start --ephemeral --account 1, '--account is ''1'', but must be 12 digits'",
    "env --region mars-1, '--region is ''mars-1'', but must be a region of AWS, such as us-east-1'",
    "start --ephemeral --listen=, '--listen is '''', but must be an address'",
    "start --ephemeral --port 0 --listen 203.0.113.1, cannot listen on port 0 of 203.0.113.1",
    "start --database x --ephemeral, '--database cannot be together with --ephemeral'",
    "start --database x --seed 1, '--database cannot be together with --seed: nothing repeats'",
    "start --advertise here, '--advertise is of use only together with --database'",
    "start --database postgresql://h/d --advertise here:1/, '--advertise is '",
    "start --database x --data y, '--database cannot be together with --data'",
    "start --database mysql://u:secret@h/d, '--database: a database is postgresql://user:'",
    "start --database postgresql://u:secret@127.0.0.1:1/d,"
        + "'the database postgresql://u@127.0.0.1:1/d cannot be used: Connection to 127.0.0.1:1'",
    "start --ephemeral --seed x, '--seed is ''x'', but must be a whole number'",
    "start --ephemeral --clock yesterday, '--clock is ''yesterday'', but must be a time such as'",
    "start --ephemeral --port 0 --clock 1969-12-31, cannot begin then: The clock begins in 1970",
    "status --seed 1, '--seed'",
    "clock advance, LENGTH",
    "clock tomorrow, 'tomorrow'",
    "start --config none.yaml, the file none.yaml cannot be read",
    "start --detach --port 0, '--detach needs a port that others can find, not 0'"
  })
  void refusesWrongOptionsAndValues(String line, String message) throws IOException {
    refuses(message, line.split(" "));
  }

  @Test
  void refusesAnUnknownKeyOfTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("nephele.yaml"), "port: 1\nprot: 4566\n");
    refuses("unknown key 'prot' in " + file, "start", "--config", file.toString());
    refuses("unknown key 'prot' in " + file, "status", "--config", file.toString());
  }

  @Test
  void refusesATakenPortAndLetsGoOfTheData() throws IOException {
    String data = folder.resolve("data").toString();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      String message = "port " + port + " of 127.0.0.1 is in use by another program";
      refuses(message, "start", "--ephemeral", "--port", port);
      refuses(message, "start", "--port", port, "--data", data);
      // The data would be told to be in use, were the first one still there.
      refuses(message, "start", "--port", port, "--data", data);
    }
  }

  @Test
  void refusesAFileWhereTheDataFolderIsToBe() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    refuses(
        "the data folder " + file + " cannot be made", "start", "--port", "0", "--data", "" + file);
    Path below = file.resolve("data");
    refuses(
        "the data folder " + below + " cannot be made", "start", "--port=0", "--data", "" + below);
  }

  @Test
  void refusesDataThatIsNoneOfNepheles() throws IOException {
    Path garbage = Files.createDirectories(folder.resolve("garbage"));
    Files.writeString(garbage.resolve("world.mv"), "not a store\n".repeat(2000));
    refuses(
        "the data folder " + garbage + " cannot be used: ",
        "start",
        "--port",
        "0",
        "--data",
        "" + garbage);
    assertThat(garbage.resolve("world.mv")).content().startsWith("not a store\n");
    Path folders = Files.createDirectories(folder.resolve("folders"));
    Files.createDirectories(folders.resolve("world.mv"));
    refuses(
        "the data folder " + folders + " cannot be used: ",
        "start",
        "--port",
        "0",
        "--data",
        "" + folders);
  }

  @Test
  void refusesDataOfANewerNephele() throws IOException {
    Path newer = Files.createDirectories(folder.resolve("newer"));
    Files.writeString(newer.resolve("format"), "nephele data format 1000\n");
    refuses(
        "the data folder "
            + newer
            + " has format 1000, which a newer Nephele wrote; this one reads",
        "start",
        "--port",
        "0",
        "--data",
        "" + newer);
    assertThat(newer).isDirectoryNotContaining("glob:**/rocks");
  }

  @Test
  void refusesToRunInTheBackgroundWhereItsLogCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String port = "" + freePort();
    for (Path data : new Path[] {file.resolve("data"), file.resolve("home").resolve("data")}) {
      refuses(
          "the folder " + data.getParent() + " cannot be made",
          "start",
          "--detach",
          "--port",
          port,
          "--data",
          "" + data);
    }
  }

  @Test
  void tellsWhyTheOneInTheBackgroundEnded() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ProgramProcess launcher =
            ProgramProcess.run(
                folder,
                Map.of("NEPHELE_DETACH", "true", "NEPHELE_DATA", folder + "/data"),
                "start",
                "--port",
                "" + taken.getLocalPort())) {
      assertThat(launcher.exitCode()).isEqualTo(2);
      assertThat(launcher.restOfOutput()).isEmpty();
      assertThat(launcher.errors())
          .isEqualTo(
              "nephele: port "
                  + taken.getLocalPort()
                  + " of 127.0.0.1 is in use by another program\n");
    }
  }

  @Test
  void theProcessEndsWithTheExitCode() throws Exception {
    try (ProgramProcess program = ProgramProcess.run(folder, Map.of(), "start", "--bogus")) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.restOfOutput()).isEmpty();
      assertThat(program.errors())
          .isEqualTo("nephele: Unknown option: '--bogus' (see nephele --help)\n");
    }
  }

  @Test
  void commandsTellThatNoneRuns() throws IOException {
    String port = "" + freePort();
    for (String command :
        new String[] {"status", "stop", "reset", "coverage", "clock show", "clock jump"}) {
      String[] line = (command + " --port " + port + " --data " + folder + "/data").split(" ");
      assertThat(commands.run(line))
          .as(command)
          .isEqualTo(new CommandLoop.Result(3, "", "nephele: not running on port " + port + "\n"));
    }
  }

  @Test
  void tellsItsVersionAndItsOptions() throws IOException {
    CommandLoop.Result version = commands.run("--version");
    assertThat(version.output()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    assertThat(version.exitCode()).isZero();
    CommandLoop.Result help = commands.run("--help");
    assertThat(help.output())
        .contains("start", "stop", "status", "env", "reset", "logs", "coverage", "Exit codes");
    assertThat(help.exitCode()).isZero();
    assertThat(commands.run("")).isEqualTo(help);
    CommandLoop.Result start = commands.run("start", "--help");
    for (Setting setting : Setting.values()) {
      assertThat(start.output().contains(setting.option()))
          .as(setting.option())
          .isEqualTo(setting != Setting.WORLD);
    }
    assertThat(commands.run("env", "--help").output()).contains("--world");
    assertThat(start.exitCode()).isZero();
    assertThat(start.errors()).isEmpty();
  }
}
