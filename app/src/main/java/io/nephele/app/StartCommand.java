package io.nephele.app;

import io.nephele.core.time.TurnableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Starts, in the foreground or in the background. */
final class StartCommand {
  private StartCommand() {}

  /**
   * Runs until it is stopped, or until the one in the background is ready.
   *
   * @param options the command line's options
   * @param config the configuration file that an option named, or null
   * @return the exit code
   */
  static int run(Map<Setting, String> options, String config) {
    try {
      Settings settings = Settings.read(options, config, System.getenv(), Path.of(""));
      Configuration configuration = Configuration.of(settings);
      return configuration.detached()
          ? Background.start(configuration, options, config)
          : foreground(configuration, settings);
    } catch (ConfigurationException e) {
      System.err.println("nephele: " + e.getMessage());
      return ExitCodes.USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    } catch (IOException | UncheckedIOException e) {
      System.err.println("nephele: " + e.getMessage());
      return ExitCodes.FAILED;
    }
  }

  private static int foreground(Configuration configuration, Settings settings)
      throws InterruptedException {
    tellHints(settings);
    Program program = Program.start(configuration);
    StopSignals.on(program::stop, program::kill);
    RunFile run = RunFile.of(configuration.home(), program.endpoint().getPort());
    note(run, configuration);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      program.close();
                      run.delete();
                    }));
    if (program.becomeReady()) {
      System.out.print(banner(program));
      System.out.println("Ready.");
      System.out.flush();
      program.runReadyScripts();
    }
    program.awaitClose();
    return ExitCodes.OK;
  }

  /** To those who come from LocalStack. */
  private static void tellHints(Settings settings) {
    Set<String> implemented = new HashSet<>();
    Program.services().forEach(service -> implemented.add(service.name()));
    settings.hints(implemented).forEach(hint -> System.err.println("nephele: " + hint));
  }

  /**
   * A program that cannot leave its note works all the same: its data may be the only folder that
   * it may write.
   */
  private static void note(RunFile run, Configuration configuration) {
    try {
      run.write(configuration);
    } catch (IOException e) {
      System.err.println(
          "nephele: "
              + configuration.home()
              + " cannot be written, so that other commands need --port "
              + run.port());
    }
  }

  private static String banner(Program program) {
    Configuration configuration = program.configuration();
    return "Nephele "
        + Version.read()
        + ", a local AWS\n"
        + "  Endpoint     "
        + program.endpoint()
        + " (TLS on the same port; listening on "
        + configuration.listen()
        + ")\n  Account      "
        + configuration.account()
        + "\n  Region       "
        + configuration.region().name()
        + "\n  Identity     "
        + (configuration.strict()
            ? "strict: keys issued here alone (nephele env prints the root user's)"
            : "keys issued here are their users, and signed; any other is its account's root user")
        + "\n"
        + "  Persistence  "
        + persistence(configuration)
        + "\n  Data         "
        + place(configuration)
        + (program.xrayPort() == null ? "" : "\n  X-Ray        UDP " + program.xrayPort())
        + (configuration.seed() == null ? "" : "\n  Seed         " + configuration.seed())
        + clock(program.clock())
        + "\n";
  }

  private static String persistence(Configuration configuration) {
    if (configuration.ephemeral()) {
      return "none, the world ends with this run";
    }
    if (configuration.database() != null) {
      return "in a database that others may share";
    }
    return switch (configuration.durability()) {
      case RELAXED -> "relaxed: a write survives a crash; a power cut may take the last second's";
      case STRICT -> "strict: a write survives a crash and a power cut";
    };
  }

  private static String place(Configuration configuration) {
    if (configuration.ephemeral()) {
      return "in memory";
    }
    return configuration.database() == null
        ? configuration.data().toString()
        : configuration.database().toString();
  }

  /** Tells how the clock was turned, if it was. */
  private static String clock(TurnableClock clock) {
    if (clock.isMachines()) {
      return "";
    }
    double speed = clock.speed();
    return "\n  Clock        "
        + clock.now()
        + (speed == 0 ? ", frozen" : speed == 1 ? ", running" : ", running at speed " + speed)
        + " (nephele clock turns it)";
  }
}
