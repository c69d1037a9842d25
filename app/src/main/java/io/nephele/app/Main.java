package io.nephele.app;

import java.util.SimpleTimeZone;
import java.util.TimeZone;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command and returns its exit code. */
  public static int run(String[] args) {
    StartArguments start = StartArguments.parse(args);
    if (start == null) {
      return CommandLineInterface.run(args);
    }
    useUniversalTime();
    SlowClasses.begin();
    return StartCommand.run(start.options(), start.config());
  }

  /**
   * Times are told in UTC, as AWS tells them. Without a zone of its own the JVM would read its
   * table of zones, and look through every jar for more, when Jetty notes when it was started.
   */
  private static void useUniversalTime() {
    TimeZone.setDefault(new SimpleTimeZone(0, "UTC"));
  }
}
