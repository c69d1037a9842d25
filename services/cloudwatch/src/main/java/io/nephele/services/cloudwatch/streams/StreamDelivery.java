package io.nephele.services.cloudwatch.streams;

import io.nephele.api.cloudwatch.MetricStreamOutputFormat;
import io.nephele.api.cloudwatch.PutMetricStreamInput;
import io.nephele.api.firehose.Firehose;
import io.nephele.api.firehose.PutRecordInput;
import io.nephele.api.firehose.Record;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.metrics.MetricChange;
import io.nephele.core.metrics.MetricId;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.Samples;
import io.nephele.core.metrics.Span;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.targets.Targets;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.cloudwatch.metrics.Statistics;
import io.nephele.services.cloudwatch.resources.NamedResource;
import io.nephele.services.cloudwatch.resources.NamedResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Sends the data of metrics to Firehose: at the end of a minute what came in it becomes batches of
 * the streams that run, and each batch is tried until Firehose takes it or its time is over.
 */
final class StreamDelivery {
  /** The kind of the timers that fire when metrics of an account and region have changed. */
  static final String CHANGES = "cloudwatch.streamedChanges";

  /** The kind of the timers that have a batch sent. */
  static final String BATCH = "cloudwatch.streamBatch";

  /** Who the streams' roles have to trust. */
  private static final String SERVICE = "streams.metrics.cloudwatch.amazonaws.com";

  private static final int AT_ONCE = 200;
  private static final int MOST_FAILURES = 8;
  private static final int MINUTE = 60;

  /** How many bytes Firehose takes as a record. */
  private static final int LARGEST = 1000 * 1024;

  private final World world;
  private final NamedResources streams;
  private final AssumedRoles roles;
  private final Targets targets;
  private final Table<Batch> batches = Table.of(BATCH, Batch.class);

  StreamDelivery(World world, NamedResources streams) {
    this.world = world;
    this.streams = streams;
    this.roles = new AssumedRoles(world);
    this.targets = new Targets(world);
  }

  /**
   * What a stream is to send.
   *
   * @param stream its name
   */
  record Batch(String stream, List<MetricChange> changes) {}

  /** What the clock does when metrics have changed. */
  void gather(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    String account = parts.nextText();
    String region = parts.nextText();
    List<MetricChange> changes = world.metrics().takeChanges(transaction, account, region, AT_ONCE);
    for (NamedResource stream : streams.all(transaction, account, region)) {
      if (stream.state().equals(MetricStreams.RUNNING)) {
        StreamFilter filter = new StreamFilter(MetricStreams.definition(stream));
        List<MetricChange> included = new ArrayList<>();
        for (MetricChange change : changes) {
          if (filter.includes(change.metric())) {
            included.add(change);
          }
        }
        if (!included.isEmpty()) {
          Key id = Key.of(account).with(region).with(world.ids().nextLong());
          batches.put(transaction, id, new Batch(stream.name(), included));
          world.timers().schedule(transaction, BATCH, id, timer.due(), Bytes.EMPTY);
        }
      }
    }
    if (changes.size() == AT_ONCE) {
      world.timers().schedule(transaction, CHANGES, timer.id(), timer.due(), Bytes.EMPTY);
    }
  }

  /** What the clock does with a batch. */
  void deliver(Timer timer) {
    KeyReader parts = timer.id().reader();
    String account = parts.nextText();
    String region = parts.nextText();
    Batch batch = world.store().read(reader -> batches.get(reader, timer.id()));
    NamedResource stream =
        batch == null
            ? null
            : world
                .store()
                .read(
                    reader ->
                        streams.find(reader, Key.of(account).with(region).with(batch.stream)));
    if (stream != null) {
      try {
        int further = send(stream, batch.changes);
        count(stream, "MetricUpdate", batch.changes.size());
        count(stream, "TotalMetricUpdate", batch.changes.size() + further);
        count(stream, "PublishErrorRate", 0);
      } catch (AwsException e) {
        count(stream, "PublishErrorRate", 1);
        if (timer.failures() < MOST_FAILURES) {
          throw e;
        }
      }
    }
    world
        .store()
        .write(
            transaction -> {
              batches.delete(transaction, timer.id());
              return null;
            });
  }

  private void count(NamedResource stream, String metric, double value) {
    world
        .metrics()
        .record(
            new MetricKey(
                stream.accountId(),
                stream.region(),
                StreamFilter.OWN_NAMESPACE,
                metric,
                Map.of("MetricStreamName", stream.name()),
                metric.endsWith("Rate") ? "None" : "Count"),
            value);
  }

  /** Returns how many values were sent of statistics beside the usual ones. */
  private int send(NamedResource stream, List<MetricChange> changes) {
    PutMetricStreamInput definition = MetricStreams.definition(stream);
    List<StreamedData> data = new ArrayList<>();
    for (MetricChange change : changes) {
      StreamedData each = data(change, new StreamFilter(definition));
      if (each != null) {
        data.add(each);
      }
    }
    if (data.isEmpty()) {
      return 0;
    }
    String arn = streams.arn(stream);
    StreamFormat format =
        switch (definition.outputFormat()) {
          case MetricStreamOutputFormat.JSON -> new JsonFormat();
          case MetricStreamOutputFormat.OPENTELEMETRY0_7 -> new OpenTelemetryFormat(true);
          default -> new OpenTelemetryFormat(false);
        };
    Region region = Regions.find(stream.region());
    Principal principal =
        roles.assume(
            new AssumedRoles.Wanted(
                definition.roleArn(), SERVICE, stream.accountId(), arn, "MetricStreams"),
            region);
    put(
        Arn.parse(definition.firehoseArn()),
        part -> format.write(stream, arn, part),
        data,
        new Targets.Caller(principal, Origin.service(SERVICE, arn)));
    int further = 0;
    for (StreamedData each : data) {
      further += each.further().size();
    }
    return further;
  }

  /** Puts data as one record, or as more where that would be too large. */
  private void put(
      Arn firehose,
      Function<List<StreamedData>, byte[]> format,
      List<StreamedData> data,
      Targets.Caller caller) {
    byte[] bytes = format.apply(data);
    if (bytes.length > LARGEST && data.size() > 1) {
      put(firehose, format, data.subList(0, data.size() / 2), caller);
      put(firehose, format, data.subList(data.size() / 2, data.size()), caller);
      return;
    }
    targets.call(
        Firehose.PutRecord,
        new PutRecordInput()
            .deliveryStreamName(firehose.resource().substring("deliverystream/".length()))
            .record(new Record().data(Bytes.of(bytes))),
        firehose,
        caller);
  }

  /** What there is now of a metric at the time of a change; null if it is there no more. */
  private StreamedData data(MetricChange change, StreamFilter filter) {
    int seconds = change.highResolution() ? 1 : MINUTE;
    Span span = new Span(change.second(), change.second() + seconds, seconds);
    Map<String, TreeMap<Long, Samples>> found =
        world.metrics().read(MetricId.of(change.metric()), change.metric().unit(), span);
    TreeMap<Long, Samples> series = found.get(change.metric().unit());
    if (series == null || series.isEmpty()) {
      return null;
    }
    Samples samples = series.firstEntry().getValue();
    Map<String, Double> further = new LinkedHashMap<>();
    for (String name : filter.further(change.metric())) {
      Double value = Statistics.find(name).of(samples);
      if (value != null) {
        further.put(name, value);
      }
    }
    return new StreamedData(change.metric(), change.second(), seconds, samples, further);
  }
}
