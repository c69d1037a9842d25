package io.nephele.services.pipes;

import io.nephele.api.firehose.Firehose;
import io.nephele.api.firehose.PutRecordInput;
import io.nephele.api.logs.CreateLogStreamRequest;
import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.api.pipes.PipeLogConfigurationParameters;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Regions;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log of one execution of a pipe: what its steps said, which is delivered when it is over. */
final class PipeLog {
  private static final System.Logger LOG = new LazyLogger(PipeLog.class);
  private static final String DELIVERY = "delivery.logs.amazonaws.com";
  private static final int MOST_DATA = 256 << 10;
  private static final List<String> LEVELS = List.of("OFF", "ERROR", "INFO", "TRACE");

  private final PipesWorld pipes;
  private final PipeRow row;
  private final PipeLogConfigurationParameters settings;
  private final String executionId;
  private final List<Step> steps = new ArrayList<>();

  /** A step that is told of. */
  private record Step(long time, String json) {}

  PipeLog(PipesWorld pipes, PipeRow row, PipeLogConfigurationParameters settings) {
    this.pipes = pipes;
    this.row = row;
    this.settings = settings;
    this.executionId = pipes.world().ids().uuid().toString();
  }

  private boolean tells(String level) {
    return settings != null && LEVELS.indexOf(settings.level()) >= LEVELS.indexOf(level);
  }

  /**
   * Tells of a step.
   *
   * @param level {@code ERROR}, {@code INFO} or {@code TRACE}
   * @param data what the pipe has in hand, for those who want to see it
   * @param error what went wrong, or null
   */
  void add(String level, String type, List<Item> data, AwsException error) {
    if (!tells(level)) {
      return;
    }
    long now = pipes.now().toEpochMilli();
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("resourceArn", row.arn());
    step.put("timestamp", now);
    step.put("executionId", executionId);
    step.put("messageType", type);
    step.put("logLevel", level);
    if (settings.includeExecutionData() != null && !settings.includeExecutionData().isEmpty()) {
      String payload = JsonText.write(data.stream().map(Item::event).toList());
      boolean cut = payload.length() > MOST_DATA;
      step.put("payload", cut ? payload.substring(0, MOST_DATA) : payload);
      step.put("truncatedFields", cut ? List.of("payload") : List.of());
    }
    if (error != null) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("httpStatusCode", error.status());
      told.put("message", error.getMessage() == null ? error.code() : error.getMessage());
      told.put("details", error.code());
      step.put("error", told);
    }
    steps.add(new Step(now, JsonText.write(step)));
  }

  /** Delivers what was told. What a destination does not take is lost, as logs may be. */
  void deliver() {
    if (steps.isEmpty()) {
      return;
    }
    if (settings.cloudwatchLogsLogDestination() != null) {
      tried(() -> toGroup(settings.cloudwatchLogsLogDestination().logGroupArn()));
    }
    if (settings.firehoseLogDestination() != null) {
      tried(() -> toFirehose(settings.firehoseLogDestination().deliveryStreamArn()));
    }
    if (settings.s3LogDestination() != null) {
      tried(this::toBucket);
    }
  }

  private static void tried(Runnable delivery) {
    try {
      delivery.run();
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.INFO, "The log of a pipe was not taken: {0}", e.getMessage());
    }
  }

  /** Logs are delivered by a service that the account of the pipe has permitted that. */
  private Targets.Caller caller() {
    return new Targets.Caller(
        Principal.root(Regions.find(row.region()).partition(), row.accountId()),
        Origin.service(DELIVERY, row.arn()));
  }

  private void toGroup(String arn) {
    Arn group = Arn.parse(arn);
    String name = group.resource().substring(group.resource().indexOf(':') + 1);
    name = name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    String stream = row.name();
    try {
      pipes
          .targets()
          .call(
              Logs.CreateLogStream,
              new CreateLogStreamRequest().logGroupName(name).logStreamName(stream),
              group,
              caller());
    } catch (AwsException e) {
      if (!e.code().equals("ResourceAlreadyExistsException")) {
        throw e;
      }
    }
    List<InputLogEvent> events = new ArrayList<>();
    for (Step step : steps) {
      events.add(new InputLogEvent().timestamp(step.time).message(step.json));
    }
    pipes
        .targets()
        .call(
            Logs.PutLogEvents,
            new PutLogEventsRequest().logGroupName(name).logStreamName(stream).logEvents(events),
            group,
            caller());
  }

  private void toFirehose(String arn) {
    Arn stream = Arn.parse(arn);
    for (Step step : steps) {
      pipes
          .targets()
          .call(
              Firehose.PutRecord,
              new PutRecordInput()
                  .deliveryStreamName(
                      stream.resource().substring(stream.resource().indexOf('/') + 1))
                  .record(new io.nephele.api.firehose.Record().data(Bytes.utf8(step.json + "\n"))),
              stream,
              caller());
    }
  }

  private void toBucket() {
    StringBuilder lines = new StringBuilder();
    for (Step step : steps) {
      lines.append(step.json).append('\n');
    }
    String prefix = settings.s3LogDestination().prefix();
    String day = pipes.now().toString().substring(0, 13).replace('-', '/').replace('T', '/');
    String key =
        (prefix == null || prefix.isEmpty() ? "" : prefix + "/")
            + "AWSLogs/"
            + row.accountId()
            + "/pipes/"
            + row.region()
            + "/"
            + row.name()
            + "/"
            + day
            + "/"
            + executionId
            + ".json";
    pipes
        .world()
        .call(
            S3.PutObject,
            new PutObjectRequest()
                .bucket(settings.s3LogDestination().bucketName())
                .expectedBucketOwner(settings.s3LogDestination().bucketOwner())
                .key(key)
                .contentType("application/json")
                .body(Body.of(Bytes.utf8(lines.toString()))),
            caller().principal(),
            Regions.find(row.region()),
            caller().origin());
  }
}
