package io.nephele.bench.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of benchmarks that measure several servers in turns; a picocli mixin. */
public final class ComparisonOptions {
  @Option(
      names = "--server",
      required = true,
      description = "NAME=command line with @port and @folder; Nephele first. May be repeated.")
  private Map<String, String> commands = new LinkedHashMap<>();

  @Option(
      names = "--connections",
      split = ",",
      description = "Numbers of connections.",
      defaultValue = "1,16,64")
  private List<Integer> connections;

  @Option(
      names = "--rounds",
      description = "Windows of each server and figure.",
      defaultValue = "3")
  private int rounds;

  @Option(names = "--seconds", description = "Seconds of a window.")
  private int seconds;

  @Option(
      names = "--logs",
      description = "Folder of the servers' output and data.",
      defaultValue = "bench/target/logs")
  private Path logs;

  /**
   * Options that nobody has given yet.
   *
   * @param seconds how long a window is if that is not said
   */
  public ComparisonOptions(int seconds) {
    this.seconds = seconds;
  }

  /** The command lines of the servers by their names, the first of them Nephele's. */
  public Map<String, String> commands() {
    return commands;
  }

  /** How many connections there are at once, one measurement after the other. */
  public List<Integer> connections() {
    return connections;
  }

  /** How often each server is measured; the median counts. */
  public int rounds() {
    return rounds;
  }

  /** How long is measured. */
  public Duration window() {
    return Duration.ofSeconds(seconds);
  }

  /** The folder of the servers' output and data. */
  public Path logs() {
    return logs;
  }
}
