package io.nephele.services.logs.exports;

import io.nephele.api.s3.GetBucketAclRequest;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.services.logs.events.GroupCursor;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.Position;
import io.nephele.services.logs.events.StreamCursor;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Writes the events of groups into buckets, in the name of CloudWatch Logs. */
public final class Exporter {
  /** As much of lines as goes into one object, in bytes. */
  private static final int MOST_BYTES = 8 << 20;

  private final LogsWorld logs;
  private final GroupScan scan;
  private final Function<Group, Masker> maskers;

  /** Exports the groups of a world. */
  public Exporter(LogsWorld logs, GroupScan scan, Function<Group, Masker> maskers) {
    this.logs = logs;
    this.scan = scan;
    this.maskers = maskers;
  }

  /**
   * Finds out whether Logs may write into a bucket, by writing {@code aws-logs-write-test}.
   *
   * @throws AwsException if it may not
   */
  void check(Group group, String bucket, String prefix) {
    try {
      logs.world()
          .call(
              S3.GetBucketAcl,
              new GetBucketAclRequest().bucket(bucket),
              principal(group),
              Regions.find(group.region()),
              origin(group));
    } catch (AwsException e) {
      throw e.clientFault() ? refused("GetBucketAcl") : e;
    }
    try {
      put(
          group,
          bucket,
          prefix + "/aws-logs-write-test",
          "Permission Check Successful".getBytes(StandardCharsets.UTF_8));
    } catch (AwsException e) {
      throw e.clientFault() ? refused("PutObject") : e;
    }
  }

  private static AwsException refused(String operation) {
    return LogsErrors.invalid(
        operation
            + " call on the given bucket failed. Please check if CloudWatch Logs has been granted"
            + " permission to perform this operation.");
  }

  private static Principal principal(Group group) {
    return Principal.service("logs." + group.region() + ".amazonaws.com", group.accountId());
  }

  private static Origin origin(Group group) {
    return Origin.service("logs." + group.region() + ".amazonaws.com", group.arn() + ":*");
  }

  private void put(Group group, String bucket, String key, byte[] content) {
    logs.world()
        .call(
            S3.PutObject,
            new PutObjectRequest()
                .bucket(bucket)
                .key(key)
                .acl("bucket-owner-full-control")
                .contentLength((long) content.length)
                .body(Body.of(Bytes.of(content))),
            principal(group),
            Regions.find(group.region()),
            origin(group));
  }

  /**
   * Writes the objects of a task, for each stream those with the names 000000.gz and so on.
   *
   * @param goOn asked between objects
   */
  void export(Group group, ExportRow task, BooleanSupplier goOn) {
    for (String stream : streams(group, task.streamPrefix())) {
      Position after = null;
      for (int number = 0; goOn.getAsBoolean(); number++) {
        Position begin = after;
        Part part = scan.read(group, reader -> part(reader, group, task, stream, begin));
        if (part == null) {
          break;
        }
        String name = String.format(Locale.ROOT, "%06d.gz", number);
        String folder = task.prefix() + "/" + task.id() + "/" + stream.replace('/', '-');
        put(group, task.bucket(), folder + "/" + name, part.content);
        after = part.last;
      }
    }
  }

  private List<String> streams(Group group, String prefix) {
    return logs.read(
        reader -> {
          List<String> names = new ArrayList<>();
          for (io.nephele.core.store.Table.Row<LogStreamRow> row :
              logs.streams().scan(reader, group.contentKey())) {
            if (prefix == null || row.value().name().startsWith(prefix)) {
              names.add(row.value().name());
            }
          }
          return names;
        });
  }

  /** The content of an object and the last event in it. */
  private record Part(byte[] content, Position last) {}

  private Part part(Reader reader, Group group, ExportRow task, String stream, Position after) {
    long from = Math.max(task.from(), group.horizon(logs.now()));
    from = after == null ? from : Math.max(from, after.timestamp());
    if (from > task.to() - 1 || !logs.streams().contains(reader, group.contentKey().with(stream))) {
      return null;
    }
    GroupCursor cursor =
        scan.open(
            reader,
            group,
            new GroupScan.Streams(List.of(stream), null),
            new StreamCursor.Range(from, task.to() - 1, false));
    Masker masker = maskers.apply(group);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Position last = null;
    long bytes = 0;
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (Position at = cursor.peek();
          at != null && bytes < MOST_BYTES;
          cursor.step(), at = cursor.peek()) {
        if (after != null && at.compareTo(after) <= 0) {
          continue;
        }
        LogEvent event = cursor.current();
        byte[] line =
            (ExportTimes.text(event.timestamp()) + " " + masker.mask(event.message()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        gzip.write(line);
        bytes += line.length;
        last = at;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return last == null ? null : new Part(out.toByteArray(), last);
  }
}
