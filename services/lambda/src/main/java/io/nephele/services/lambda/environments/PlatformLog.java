package io.nephele.services.lambda.environments;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.WorldClock;
import io.nephele.model.Bytes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an environment logs: its programs' lines and the platform's own, the latter as text or as
 * JSON events. Extensions that asked for them get all of them as events.
 */
final class PlatformLog {
  private static final int WARN = 2;
  private static final int INFO = 1;
  private static final int DEBUG = 0;

  private final EnvironmentSpec spec;
  private final LogSink sink;
  private final WorldClock clock;
  private final LogTail tail = new LogTail();
  private final int level;
  private volatile TelemetrySink telemetry = (time, type, category, record) -> {};

  /** Takes events for extensions. */
  @FunctionalInterface
  interface TelemetrySink {
    /**
     * Takes an event.
     *
     * @param category platform, function or extension
     * @param record a text or a JSON object
     */
    void event(String time, String type, String category, Object record);
  }

  PlatformLog(EnvironmentSpec spec, LogSink sink, WorldClock clock) {
    this.spec = spec;
    this.sink = sink;
    this.clock = clock;
    this.level =
        switch (spec.logging().systemLevel() == null ? "INFO" : spec.logging().systemLevel()) {
          case "DEBUG" -> DEBUG;
          case "WARN" -> WARN;
          default -> INFO;
        };
  }

  /** Has events go to extensions, too. */
  void tell(TelemetrySink to) {
    this.telemetry = to;
  }

  /** The last of what was logged since {@link #begin}. */
  Bytes tail() {
    return tail.bytes();
  }

  /** An invocation begins. */
  void begin() {
    tail.clear();
  }

  /** The function wrote that. */
  void function(String message) {
    program("function", message);
  }

  /** An extension wrote that. */
  void extension(String message) {
    program("extension", message);
  }

  private void program(String category, String message) {
    Instant now = clock.now();
    write(now, message);
    String text = message.endsWith("\n") ? message.substring(0, message.length() - 1) : message;
    telemetry.event(time(now), category, category, text);
  }

  private void write(Instant now, String message) {
    tail.add(message.endsWith("\n") ? message : message + "\n");
    sink.log(now, message);
  }

  /**
   * A line of the platform or, in JSON, an event; extensions get the event anyway.
   *
   * @param line null where only the event is told
   */
  private void platform(int eventLevel, String line, String type, Map<String, Object> record) {
    Instant now = clock.now();
    if (spec.logging().json()) {
      if (eventLevel >= level) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("time", time(now));
        event.put("type", type);
        event.put("record", record);
        write(now, JsonText.write(event) + "\n");
      }
    } else if (line != null) {
      write(now, line);
    }
    telemetry.event(time(now), type, "platform", record);
  }

  /** A time as logs have it. */
  static String time(Instant instant) {
    String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
    // Whole seconds are written without a fraction.
    return text.length() == "2026-01-01T00:00:00Z".length()
        ? text.substring(0, text.length() - 1) + ".000Z"
        : text;
  }

  /** The init phase begins. */
  void initStart(String runtimeVersion, String phase) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("initializationType", spec.initialization().label());
    record.put("phase", phase);
    record.put("runtimeVersion", runtimeVersion);
    record.put("runtimeVersionArn", runtimeArn());
    record.put("functionName", spec.function().name());
    record.put("functionVersion", spec.function().version());
    record.put("instanceId", spec.logging().stream());
    record.put("instanceMaxMemory", (long) spec.limits().memoryMegabytes() << 20);
    String line =
        phase.equals("init")
            ? "INIT_START Runtime Version: "
                + runtimeVersion
                + "\tRuntime Version ARN: "
                + runtimeArn()
                + "\n"
            : null;
    platform(INFO, line, "platform.initStart", record);
  }

  private String runtimeArn() {
    String runtime = spec.code().runtime();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(runtime.getBytes(StandardCharsets.UTF_8));
      return "arn:aws:lambda:"
          + spec.function().region()
          + "::runtime:"
          + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The init phase is over. */
  void initDone(Duration duration, String phase, String status, String errorType) {
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("initializationType", spec.initialization().label());
    done.put("phase", phase);
    done.put("status", status);
    if (errorType != null) {
      done.put("errorType", errorType);
    }
    platform(DEBUG, null, "platform.initRuntimeDone", done);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("initializationType", spec.initialization().label());
    report.put("phase", phase);
    report.put("status", status);
    if (errorType != null) {
      report.put("errorType", errorType);
    }
    report.put("metrics", Map.of("durationMs", millis(duration)));
    boolean snapshot = spec.initialization() == InitializationType.SNAP_START;
    String line =
        errorType == null
            ? snapshot ? "INIT_REPORT Init Duration: " + text(duration) + " ms\n" : null
            : "INIT_REPORT Init Duration: "
                + text(duration)
                + " ms\tPhase: "
                + phase
                + "\tStatus: "
                + status
                + (status.equals("timeout") ? "" : "\tError Type: " + errorType)
                + "\n";
    platform(errorType == null ? DEBUG : WARN, line, "platform.initReport", report);
  }

  /** A snapshot is being restored. */
  void restoreStart(String runtimeVersion) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("runtimeVersion", runtimeVersion);
    record.put("runtimeVersionArn", runtimeArn());
    record.put("functionName", spec.function().name());
    record.put("functionVersion", spec.function().version());
    record.put("instanceId", spec.logging().stream());
    record.put("instanceMaxMemory", (long) spec.limits().memoryMegabytes() << 20);
    platform(
        INFO,
        "RESTORE_START Runtime Version: "
            + runtimeVersion
            + "\tRuntime Version ARN: "
            + runtimeArn()
            + "\n",
        "platform.restoreStart",
        record);
  }

  /** A snapshot was restored, or not. */
  void restoreDone(Duration duration, String errorType) {
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("status", status(errorType));
    if (errorType != null) {
      done.put("errorType", errorType);
    }
    platform(DEBUG, null, "platform.restoreRuntimeDone", done);
    Map<String, Object> report = new LinkedHashMap<>(done);
    report.put("metrics", Map.of("durationMs", millis(duration)));
    platform(
        INFO,
        "RESTORE_REPORT Restore Duration: " + text(duration) + " ms\n",
        "platform.restoreReport",
        report);
  }

  /** An invocation begins. */
  void start(Invocation invocation) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("requestId", invocation.requestId());
    record.put("version", spec.function().version());
    addTracing(record, invocation);
    platform(
        INFO,
        "START RequestId: "
            + invocation.requestId()
            + " Version: "
            + spec.function().version()
            + "\n",
        "platform.start",
        record);
  }

  private static void addTracing(Map<String, Object> record, Invocation invocation) {
    if (invocation.traceHeader() != null) {
      record.put("tracing", Map.of("type", "X-Amzn-Trace-Id", "value", invocation.traceHeader()));
    }
  }

  /** The runtime is done with an invocation. */
  void runtimeDone(Invocation invocation, Duration duration, long bytes, String errorType) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("requestId", invocation.requestId());
    record.put("status", status(errorType));
    if (errorType != null) {
      record.put("errorType", errorType);
    }
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("durationMs", millis(duration));
    metrics.put("producedBytes", bytes);
    record.put("metrics", metrics);
    addTracing(record, invocation);
    platform(errorType == null ? DEBUG : WARN, null, "platform.runtimeDone", record);
  }

  /** An invocation is over. */
  void report(Invocation invocation, Outcome outcome) {
    String status = status(outcome.errorType());
    boolean platformError = outcome.error() == ErrorKind.ENVIRONMENT;
    StringBuilder line = new StringBuilder(256);
    line.append("REPORT RequestId: ").append(invocation.requestId());
    line.append("\tDuration: ").append(text(outcome.duration()));
    line.append(" ms\tBilled Duration: ").append(outcome.billedMilliseconds());
    line.append(" ms\tMemory Size: ").append(spec.limits().memoryMegabytes());
    line.append(" MB\tMax Memory Used: ").append(outcome.memoryUsedMegabytes());
    line.append(" MB\t");
    if (outcome.initDuration() != null) {
      line.append("Init Duration: ").append(text(outcome.initDuration())).append(" ms\t");
    }
    if (outcome.restoreDuration() != null) {
      line.append("Restore Duration: ").append(text(outcome.restoreDuration())).append(" ms\t");
      line.append("Billed Restore Duration: ").append(rounded(outcome.restoreDuration()));
      line.append(" ms\t");
    }
    if (platformError) {
      line.append("Status: ").append(status);
      if (status.equals("error")) {
        line.append("\tError Type: ").append(outcome.errorType());
      }
    }
    if (!spec.logging().json()) {
      write(clock.now(), "END RequestId: " + invocation.requestId() + "\n");
    }
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("durationMs", millis(outcome.duration()));
    metrics.put("billedDurationMs", outcome.billedMilliseconds());
    metrics.put("memorySizeMB", spec.limits().memoryMegabytes());
    metrics.put("maxMemoryUsedMB", outcome.memoryUsedMegabytes());
    if (outcome.initDuration() != null) {
      metrics.put("initDurationMs", millis(outcome.initDuration()));
    }
    if (outcome.restoreDuration() != null) {
      metrics.put("restoreDurationMs", millis(outcome.restoreDuration()));
      metrics.put("billedRestoreDurationMs", rounded(outcome.restoreDuration()));
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("requestId", invocation.requestId());
    record.put("metrics", metrics);
    record.put("status", status);
    if (outcome.errorType() != null) {
      record.put("errorType", outcome.errorType());
    }
    addTracing(record, invocation);
    platform(
        outcome.errorType() == null ? INFO : WARN,
        line.append('\n').toString(),
        "platform.report",
        record);
  }

  private static String status(String errorType) {
    if (errorType == null) {
      return "success";
    }
    return errorType.equals(Failures.TIMED_OUT) ? "timeout" : "error";
  }

  /** The platform's own words on what went wrong; in JSON they are in the report. */
  void failure(String line) {
    if (!spec.logging().json()) {
      write(clock.now(), line);
    }
  }

  /** An extension is there. */
  void extensionState(String name, String state, List<String> events) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", name);
    record.put("state", state);
    record.put("events", events);
    String line = "EXTENSION\tName: " + name + "\tState: " + state + "\tEvents: " + events + "\n";
    platform(INFO, line, "platform.extension", record);
  }

  /** An extension asked for events. */
  void subscription(String name, List<String> types) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", name);
    record.put("state", "Subscribed");
    record.put("types", types);
    String line = "TELEMETRY\tName: " + name + "\tState: Subscribed\tTypes: " + types + "\n";
    platform(INFO, line, "platform.telemetrySubscription", record);
  }

  /** Milliseconds with three decimals. */
  private static BigDecimal millis(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 6).setScale(3, RoundingMode.HALF_UP);
  }

  /** Milliseconds, as they are billed. */
  static long rounded(Duration duration) {
    return Math.max(1, (duration.toNanos() + 999_999) / 1_000_000);
  }

  /** Milliseconds with two decimals. */
  static String text(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
  }
}
