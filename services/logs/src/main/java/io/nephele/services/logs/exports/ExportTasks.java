package io.nephele.services.logs.exports;

import io.nephele.api.logs.CancelExportTaskRequest;
import io.nephele.api.logs.CreateExportTaskRequest;
import io.nephele.api.logs.CreateExportTaskResponse;
import io.nephele.api.logs.DescribeExportTasksRequest;
import io.nephele.api.logs.DescribeExportTasksResponse;
import io.nephele.api.logs.ExportTask;
import io.nephele.api.logs.ExportTaskExecutionInfo;
import io.nephele.api.logs.ExportTaskStatus;
import io.nephele.api.logs.InvalidOperationException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;

/** Makes, lists and cancels export tasks, and has them run. */
public final class ExportTasks {
  /** The timers' kind. */
  public static final String TIMER = "logs.exports";

  private static final int USUAL = 50;
  private static final String PREFIX = "exportedlogs";

  private final LogsWorld logs;
  private final Exporter exporter;

  /** By account, region and id. */
  private final Table<ExportRow> table = Table.of("logs.exports", ExportRow.class);

  /** The exports of a world. */
  public ExportTasks(LogsWorld logs, Exporter exporter) {
    this.logs = logs;
    this.exporter = exporter;
  }

  private static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  /** Answers CreateExportTask. */
  public CreateExportTaskResponse create(CreateExportTaskRequest in, Call call) {
    if (in.from() >= in.to()) {
      throw LogsErrors.invalid("Start time must be less than the end time.");
    }
    Group seen = logs.read(reader -> logs.require(reader, in.logGroupName(), call));
    if (!seen.kind().equals(Group.STANDARD)) {
      throw LogsErrors.invalid(
          "Export tasks are not supported for log groups of class " + seen.kind());
    }
    String prefix = in.destinationPrefix() == null ? PREFIX : in.destinationPrefix();
    exporter.check(seen, in.destination(), prefix);
    String id = logs.world().ids().uuid().toString();
    ExportRow made =
        new ExportRow(
            id,
            in.taskName(),
            in.logGroupName(),
            in.logStreamNamePrefix(),
            in.from(),
            in.to(),
            in.destination(),
            prefix,
            "PENDING",
            null,
            logs.now(),
            0);
    logs.write(
        transaction -> {
          for (Table.Row<ExportRow> row : table.scan(transaction, key(call))) {
            if (row.value().isActive()) {
              throw LogsErrors.limit("Resource limit exceeded.");
            }
          }
          Key key = key(call).with(id);
          table.put(transaction, key, made);
          logs.world()
              .timers()
              .schedule(transaction, TIMER, key, logs.world().clock().now(), Bytes.EMPTY);
          return null;
        });
    return new CreateExportTaskResponse().taskId(id);
  }

  /** Runs the task that the timer is for. */
  public void run(Timer timer) {
    ExportRow task = logs.read(reader -> table.get(reader, timer.id()));
    if (task == null || !task.isActive()) {
      return;
    }
    io.nephele.core.store.KeyReader id = timer.id().reader();
    String accountId = id.nextText();
    String region = id.nextText();
    String failure = null;
    try {
      Group group = logs.read(reader -> logs.group(reader, accountId, region, task.groupName()));
      if (group == null) {
        throw LogsErrors.noGroup();
      }
      exporter.export(group, task, () -> isActive(timer.id()));
    } catch (AwsException e) {
      if (!e.clientFault() && timer.failures() < 5) {
        throw e;
      }
      failure = e.getMessage();
    }
    String why = failure;
    logs.write(
        transaction -> {
          ExportRow now = table.get(transaction, timer.id());
          if (now != null && now.isActive()) {
            String status = why == null ? "COMPLETED" : "FAILED";
            String message = why == null ? "Completed successfully" : why;
            table.put(transaction, timer.id(), now.ended(status, message, logs.now()));
          }
          return null;
        });
  }

  private boolean isActive(Key key) {
    ExportRow task = logs.read(reader -> table.get(reader, key));
    return task != null && task.isActive();
  }

  /** Answers CancelExportTask. */
  public Unit cancel(CancelExportTaskRequest in, Call call) {
    logs.write(
        transaction -> {
          ExportRow task = require(transaction, in.taskId(), call);
          if (!task.isActive()) {
            throw new InvalidOperationException("The specified export task has already finished.");
          }
          table.put(
              transaction,
              key(call).with(task.id()),
              task.ended("CANCELLED", "Cancelled by user", logs.now()));
          return null;
        });
    return LogsWorld.done(call);
  }

  private ExportRow require(Reader reader, String id, Call call) {
    ExportRow task = table.get(reader, key(call).with(id));
    if (task == null) {
      throw LogsErrors.notFound("The specified export task does not exist.");
    }
    return task;
  }

  /** Answers DescribeExportTasks. */
  public DescribeExportTasksResponse describe(DescribeExportTasksRequest in, Call call) {
    if (in.taskId() != null && in.statusCode() != null) {
      throw LogsErrors.invalid("Only one of taskId and statusCode can be specified.");
    }
    int limit = in.limit() == null ? USUAL : in.limit();
    String after = PageTokens.read(in.nextToken());
    return logs.read(
        reader -> {
          List<ExportTask> found = new ArrayList<>();
          String next = null;
          for (Table.Row<ExportRow> row : table.scan(reader, key(call))) {
            ExportRow task = row.value();
            boolean wanted =
                (after == null || task.id().compareTo(after) > 0)
                    && (in.taskId() == null || in.taskId().equals(task.id()))
                    && (in.statusCode() == null || in.statusCode().equals(task.status()));
            if (!wanted) {
              continue;
            }
            if (found.size() == limit) {
              next = PageTokens.write(found.getLast().taskId());
              break;
            }
            found.add(description(task));
          }
          return new DescribeExportTasksResponse().exportTasks(found).nextToken(next);
        });
  }

  private static ExportTask description(ExportRow task) {
    return new ExportTask()
        .taskId(task.id())
        .taskName(task.name())
        .logGroupName(task.groupName())
        .from(task.from())
        .to(task.to())
        .destination(task.bucket())
        .destinationPrefix(task.prefix())
        .status(new ExportTaskStatus().code(task.status()).message(task.message()))
        .executionInfo(
            new ExportTaskExecutionInfo()
                .creationTime(task.createdAt())
                .completionTime(task.completedAt() == 0 ? null : task.completedAt()));
  }
}
