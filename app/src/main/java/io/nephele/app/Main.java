package io.nephele.app;

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
    return start != null
        ? StartCommand.run(start.options(), start.config())
        : CommandLineInterface.run(args);
  }
}
