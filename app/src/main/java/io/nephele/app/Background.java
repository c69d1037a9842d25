package io.nephele.app;

import io.nephele.core.worlds.Worlds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts a program of its own that goes on when this one ends, with its output in a log file. */
final class Background {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private Background() {}

  /** Starts it and waits until it is ready or has failed. */
  static int start(Configuration configuration, Map<Setting, String> options, String config)
      throws IOException, InterruptedException {
    if (configuration.port() == 0) {
      throw new ConfigurationException("--detach needs a port that others can find, not 0");
    }
    RunFile run = RunFile.of(configuration.home(), configuration.port());
    prepare(configuration.home(), run.log());
    if (run.isAlive() && new RunningProgram(run, configuration.listen(), Worlds.MAIN).isRunning()) {
      // Known before the log of that one is overwritten.
      throw new ConfigurationException(
          "port "
              + configuration.port()
              + " of "
              + configuration.listen()
              + " is in use by another program");
    }
    ProcessBuilder builder = new ProcessBuilder(command(options, config));
    builder.environment().remove(Setting.DETACH.variable());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(run.log().toFile());
    Process process = builder.start();
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      if (run.pid() == process.pid() && isReady(run.log())) {
        System.out.print(Files.readString(run.log()));
        return ExitCodes.OK;
      }
    }
    System.err.print(Files.readString(run.log()));
    return process.exitValue();
  }

  private static void prepare(Path home, Path log) {
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new ConfigurationException("the folder " + home + " cannot be made", e);
    }
    if (!Files.isWritable(Files.exists(log) ? log : home)) {
      throw new ConfigurationException("the folder " + home + " cannot be written");
    }
  }

  private static boolean isReady(Path log) throws IOException {
    return Files.readString(log).lines().anyMatch("Ready."::equals);
  }

  /** This JVM's own command, but in the foreground of its own session. */
  private static List<String> command(Map<Setting, String> options, String config) {
    ProcessHandle.Info info = ProcessHandle.current().info();
    String[] arguments = info.arguments().orElseThrow();
    int main = Arrays.asList(arguments).indexOf(Main.class.getName());
    if (main < 0) {
      throw new ConfigurationException("--detach works only with the nephele command");
    }
    List<String> command = new ArrayList<>();
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(s -> command.add(s.toString()));
    command.add(info.command().orElseThrow());
    command.addAll(Arrays.asList(arguments).subList(0, main + 1));
    command.add("start");
    options.forEach(
        (setting, value) -> {
          if (setting != Setting.DETACH) {
            command.add(setting.option() + "=" + value);
          }
        });
    command.add(Setting.DETACH.option() + "=false");
    if (config != null) {
      command.add("--config=" + config);
    }
    return command;
  }
}
