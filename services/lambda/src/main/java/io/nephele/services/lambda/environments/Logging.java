package io.nephele.services.lambda.environments;

/**
 * Where and how an environment logs.
 *
 * @param group the log group's name
 * @param stream the name of the environment's own log stream
 * @param json whether the log format is JSON rather than text
 * @param applicationLevel TRACE, DEBUG, INFO, WARN, ERROR or FATAL; only matters for JSON
 * @param systemLevel DEBUG, INFO or WARN; only matters for JSON
 */
public record Logging(
    String group, String stream, boolean json, String applicationLevel, String systemLevel) {
  /** Text, as functions log unless configured otherwise. */
  public static Logging text(String group, String stream) {
    return new Logging(group, stream, false, "INFO", "INFO");
  }
}
