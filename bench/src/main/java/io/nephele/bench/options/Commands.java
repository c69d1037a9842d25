package io.nephele.bench.options;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs benchmarks as commands. */
public final class Commands {
  private Commands() {}

  /**
   * Runs a command and ends the process: 0 when all was measured, 1 when a server failed, 2 for a
   * wrong option.
   */
  public static void main(Callable<Integer> command, String[] args) {
    System.exit(new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
