package io.nephele.services.lambda.polling;

import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.api.lambda.TooManyRequestsException;
import io.nephele.api.sqs.Message;
import io.nephele.core.json.JsonText;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.sources.QueueReader;
import io.nephele.core.targets.Targets;
import io.nephele.core.time.Signal;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.mappings.RecordFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Polls queues by long polls, and has batches run at the same time. What a function could do is
 * deleted; what it could not comes back when its visibility timeout has ended.
 */
final class QueuePoller implements Poller {
  private static final System.Logger LOG = new LazyLogger(QueuePoller.class);
  private static final int LONG_POLL_SECONDS = 20;
  private static final int MOST_BYTES = 5_000_000;

  private static final Duration THROTTLED = Duration.ofSeconds(1);
  private static final Duration GROWTH = Duration.ofSeconds(1);

  private final Sources sources;
  private final QueueReader reader;

  QueuePoller(Sources sources) {
    this.sources = sources;
    this.reader = new QueueReader(new Targets(sources.lambda().world()));
  }

  @Override
  public void poll(MappingRow row, Turn turn) throws InterruptedException {
    RunningBatches running =
        new RunningBatches(
            new QueueScaling(Runtime.getRuntime().availableProcessors(), sources.lambda().now()));
    RecordFilter filter = null;
    MappingRow seen = null;
    for (MappingRow now = turn.current(); now != null; now = turn.current()) {
      if (seen == null || !now.stored().equals(seen.stored())) {
        filter = RecordFilter.of(now.configuration().filterCriteria());
        running.scaling.take(now.configuration());
        seen = now;
      }
      if (!running.awaitPlace(turn)) {
        continue;
      }
      List<Message> messages = receive(now, filter, turn);
      if (!messages.isEmpty()) {
        MappingRow batchOf = now;
        running.start(() -> process(batchOf, messages));
      }
    }
  }

  /** Batches that are being processed. */
  private final class RunningBatches {
    private final AtomicInteger count = new AtomicInteger();
    private final Signal ended = new Signal();
    private final QueueScaling scaling;

    RunningBatches(QueueScaling scaling) {
      this.scaling = scaling;
    }

    /** Waits until one more may run; false if it took so long that somebody should look. */
    boolean awaitPlace(Turn turn) throws InterruptedException {
      long seen = ended.version();
      if (mayStart()) {
        return true;
      }
      Instant now = sources.lambda().now();
      Instant until = scaling.mayGrow() ? now.plus(GROWTH) : now.plusSeconds(LONG_POLL_SECONDS);
      sources.lambda().world().waits().await(ended, seen, until);
      return !turn.isStopping() && mayStart();
    }

    private boolean mayStart() {
      int running = count.get();
      return running < scaling.allowed(running, sources.lambda().now());
    }

    void start(Runnable batch) {
      count.incrementAndGet();
      sources
          .lambda()
          .world()
          .clock()
          .start(
              "batch of messages",
              () -> {
                try {
                  batch.run();
                } finally {
                  count.decrementAndGet();
                  ended.give();
                }
              });
    }
  }

  /** Receives messages that pass the filter, until there are enough or the window has ended. */
  private List<Message> receive(MappingRow row, RecordFilter filter, Turn turn)
      throws InterruptedException {
    EventSourceMappingConfiguration mapping = row.configuration();
    List<Message> batch = new ArrayList<>();
    Instant end = null;
    int bytes = 0;
    while (true) {
      int wanted = mapping.batchSize() - batch.size();
      int wait =
          end == null
              ? LONG_POLL_SECONDS
              : (int)
                  Math.clamp(
                      Duration.between(sources.lambda().now(), end).toSeconds(),
                      0,
                      LONG_POLL_SECONDS);
      List<Message> received = reader.receive(row.source(), wanted, wait, sources.caller(row));
      if (end == null) {
        end = sources.lambda().now().plusSeconds(mapping.maximumBatchingWindowInSeconds());
      }
      for (Message message : passing(row, filter, received)) {
        batch.add(message);
        bytes += message.body().length();
      }
      boolean full = batch.size() >= mapping.batchSize() || bytes >= MOST_BYTES;
      boolean over = !sources.lambda().now().isBefore(end);
      if (full || turn.isStopping() || batch.isEmpty() || over) {
        return batch;
      }
      if (received.isEmpty() && wait == 0) {
        turn.pause(Duration.between(sources.lambda().now(), end));
      }
    }
  }

  /** The messages that a filter lets through; the others are deleted, as AWS does. */
  private List<Message> passing(MappingRow row, RecordFilter filter, List<Message> received) {
    sources.count(row, "PolledEventCount", received.size());
    if (filter.isOpen() || received.isEmpty()) {
      return received;
    }
    List<Message> passing = new ArrayList<>();
    List<Message> others = new ArrayList<>();
    for (Message message : received) {
      Map<String, Object> record = QueueReader.event(message, row.source());
      (filter.matches(QueueReader.seen(record)) ? passing : others).add(message);
    }
    sources.count(row, "FilteredOutEventCount", others.size());
    delete(row, others);
    return passing;
  }

  private void process(MappingRow row, List<Message> messages) {
    try {
      String trace = trace(row, messages);
      if (trace == null) {
        sources.metrics().count(row.function(), null, "RecursiveInvocationsDropped", 1);
        return;
      }
      List<Object> records = new ArrayList<>();
      messages.forEach(message -> records.add(QueueReader.event(message, row.source())));
      sources.count(row, "InvokedEventCount", messages.size());
      Invoker.Done done = sources.invoke(row, JsonText.write(Map.of("Records", records)), trace);
      List<Message> succeeded =
          done.outcome().error() == null ? succeeded(row, messages, done) : List.of();
      sources.count(row, "FailedInvokeEventCount", messages.size() - succeeded.size());
      delete(row, succeeded);
      sources.count(row, "DeletedEventCount", succeeded.size());
    } catch (TooManyRequestsException e) {
      // The messages come back; the next batch is not to be tried at once.
      pause();
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", row.function().arn(), e.getMessage());
    }
  }

  private void pause() {
    Signal never = new Signal();
    try {
      sources
          .lambda()
          .world()
          .waits()
          .await(never, never.version(), sources.lambda().now().plus(THROTTLED));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The trace header that a function gets, or null if the messages go round in a loop. */
  private String trace(MappingRow row, List<Message> messages) {
    boolean allowed =
        "Allow".equals(sources.invoker().find(row.function()).function().recursiveLoop());
    String header = null;
    for (Message message : messages) {
      String each =
          message.attributes() == null ? null : message.attributes().get("AWSTraceHeader");
      header = header == null ? each : header;
    }
    return sources.invoker().traceThrough(row.function().with(null), header, allowed);
  }

  private static List<Message> succeeded(
      MappingRow row, List<Message> messages, Invoker.Done done) {
    if (!BatchFailures.areReported(row)) {
      return messages;
    }
    Map<String, Message> byId = new LinkedHashMap<>();
    messages.forEach(message -> byId.put(message.messageId(), message));
    Set<String> failed = BatchFailures.read(done.outcome().payload(), byId.keySet());
    if (failed == null) {
      return List.of();
    }
    failed.forEach(byId::remove);
    return new ArrayList<>(byId.values());
  }

  private void delete(MappingRow row, List<Message> messages) {
    List<String> handles = new ArrayList<>(messages.size());
    messages.forEach(message -> handles.add(message.receiptHandle()));
    reader.delete(row.source(), handles, sources.caller(row));
  }
}
