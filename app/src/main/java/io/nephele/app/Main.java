package io.nephele.app;

import java.util.Map;

/** The program. A start without options does not load what parses options. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    int code =
        args.length == 1 && args[0].equals("start")
            ? StartCommand.run(Map.of(), null)
            : CommandLineInterface.run(args);
    System.exit(code);
  }
}
