package io.nephele.services.lambda.async;

import io.nephele.api.lambda.FunctionEventInvokeConfig;
import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.blobs.NewBlob;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.invoke.FunctionMetrics;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.invoke.Target;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that wait for their functions. They are rows, and timers run them: at once, again
 * after a minute and after two if the function fails, and with growing pauses for hours if it may
 * not run.
 */
public final class EventQueue {
  private static final System.Logger LOG = new LazyLogger(EventQueue.class);
  private static final String KIND = "lambda.events";
  private static final String RETRY_SETTING = "LAMBDA_RETRY_BASE_DELAY_SECONDS";
  private static final int USUAL_RETRY_SECONDS = 60;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int USUAL_RETRIES = 2;
  private static final int USUAL_AGE_SECONDS = 21_600;
  private static final int MOST_DELIVERY_FAILURES = 20;
  private static final int MOST_RUNNING = 10;

  private final LambdaWorld lambda;
  private final Invoker invoker;
  private final EventInvokeConfigs configs;
  private final Deliverer deliverer;
  private final FunctionMetrics metrics;
  private final Turns turns;

  /** How long after its first run an event is tried again; after the second, twice as long. */
  private final Duration firstRetry = firstRetry(System.getenv(RETRY_SETTING));

  private final Table<QueuedEvent> events = Table.of("lambda.events", QueuedEvent.class);
  private final BlobReferences blobs = new BlobReferences("lambda");

  /** The events of a world. */
  public EventQueue(
      LambdaWorld lambda,
      Invoker invoker,
      EventInvokeConfigs configs,
      Deliverer deliverer,
      FunctionMetrics metrics) {
    this.lambda = lambda;
    this.invoker = invoker;
    this.configs = configs;
    this.deliverer = deliverer;
    this.metrics = metrics;
    this.turns = new Turns(lambda.world(), MOST_RUNNING);
  }

  private static Duration firstRetry(String setting) {
    boolean given = setting != null && setting.matches("[0-9]{1,4}");
    return Duration.ofSeconds(given ? Integer.parseInt(setting) : USUAL_RETRY_SECONDS);
  }

  /** Has events run from now on; called when the service is bound. */
  public void start() {
    lambda.world().timers().onWork(KIND, this::work);
  }

  /** Queues an event. */
  public void add(FunctionRef ref, Invoker.Request request) {
    try (NewBlob payload = lambda.world().blobs().write(request.payload().toStream())) {
      QueuedEvent event =
          new QueuedEvent(
              ref.accountId(),
              ref.region(),
              ref.name(),
              ref.qualifier(),
              request.requestId(),
              payload.blob(),
              request.clientContext(),
              request.traceHeader(),
              request.tenantId(),
              lambda.now(),
              0,
              0,
              List.of());
      Key id = ref.place().with(lambda.uuid());
      lambda.write(
          transaction -> {
            events.put(transaction, id, event);
            blobs.retain(transaction, ref.owner(), event.payload());
            lambda.world().timers().schedule(transaction, KIND, id, event.queuedAt(), step(event));
            return null;
          });
      metrics.count(ref, null, "AsyncEventsReceived", 1);
    } catch (IOException e) {
      throw LambdaErrors.cannotStore(e);
    }
  }

  private void work(Timer timer) throws IOException, InterruptedException {
    QueuedEvent event = lambda.read(reader -> events.get(reader, timer.id()));
    if (event == null) {
      return;
    }
    if (!event.deliveries().isEmpty()) {
      deliver(timer, event);
      return;
    }
    Target target;
    try {
      target = invoker.find(event.ref());
    } catch (AwsException gone) {
      drop(timer.id(), event);
      return;
    }
    if (!turns.take()) {
      // The program stops: it is for the next start.
      schedule(timer.id(), event, lambda.now().plus(FIRST_PAUSE));
      return;
    }
    try {
      new Run(timer.id(), event, target).run();
    } finally {
      turns.leave();
    }
  }

  /** One try of an event. */
  private final class Run {
    private final Key id;
    private final QueuedEvent event;
    private final Target target;
    private final FunctionEventInvokeConfig config;

    Run(Key id, QueuedEvent event, Target target) {
      this.id = id;
      this.event = event;
      this.target = target;
      this.config = configs.find(event.ref());
    }

    void run() throws IOException {
      if (tooOld(lambda.now())) {
        fail("EventAgeExceeded", 0, "The event was in the queue for too long", null, event);
        return;
      }
      boolean loops = "Allow".equals(target.function().recursiveLoop());
      String trace = invoker.traceThrough(target.ref().with(null), event.traceHeader(), loops);
      if (trace == null) {
        metrics.count(event.ref(), target.version(), "RecursiveInvocationsDropped", 1);
        fail(
            "RecursiveInvocation",
            400,
            "AWS Lambda detected a recursive loop and stopped the invocation",
            null,
            event);
        return;
      }
      if (Integer.valueOf(0).equals(target.function().reservedConcurrency())) {
        metrics.count(event.ref(), target.version(), "Throttles", 1);
        fail("ZeroReservedConcurrency", 429, "Rate Exceeded.", null, event);
        return;
      }
      Invoker.Done done;
      try {
        done =
            invoker.run(
                target,
                new Invoker.Request(
                    event.requestId(),
                    read(event),
                    event.clientContext(),
                    trace,
                    event.tenantId(),
                    null));
      } catch (AwsException e) {
        later(e);
        return;
      }
      if (done.outcome().error() != null && lambda.world().waits().ended()) {
        // Its environment ended because the program stops: that is no fault of the function.
        schedule(id, event, lambda.now().plus(FIRST_PAUSE));
        return;
      }
      if (event.invocations() == 0) {
        double age = Duration.between(event.queuedAt(), lambda.now()).toMillis();
        metrics.milliseconds(event.ref(), target.version(), "AsyncEventAge", age);
      }
      ended(done, event.after(event.invocations() + 1, 0));
    }

    /** It could not be run: too much runs, or the machine cannot run it. */
    private void later(AwsException e) {
      if (e.status() != 429) {
        LOG.log(System.Logger.Level.INFO, "{0}: {1}", event.ref().arn(), e.getMessage());
      }
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(event.throttles(), MOST_DOUBLINGS));
      Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      schedule(
          id, event.after(event.invocations(), event.throttles() + 1), lambda.now().plus(bounded));
    }

    private void ended(Invoker.Done done, QueuedEvent after) throws IOException {
      if (done.outcome().error() == null) {
        succeed(done, after);
        return;
      }
      int retries =
          config == null || config.maximumRetryAttempts() == null
              ? USUAL_RETRIES
              : config.maximumRetryAttempts();
      if (after.invocations() > retries) {
        fail("RetriesExhausted", 200, DeadLetters.message(done.outcome().payload()), done, after);
        return;
      }
      Instant next = lambda.now().plus(firstRetry.multipliedBy(after.invocations()));
      if (tooOld(next)) {
        fail("EventAgeExceeded", 200, DeadLetters.message(done.outcome().payload()), done, after);
      } else {
        schedule(id, after, next);
      }
    }

    private boolean tooOld(Instant when) {
      int most =
          config == null || config.maximumEventAgeInSeconds() == null
              ? USUAL_AGE_SECONDS
              : config.maximumEventAgeInSeconds();
      return when.isAfter(event.queuedAt().plusSeconds(most));
    }

    private void succeed(Invoker.Done done, QueuedEvent after) throws IOException {
      String to = DeadLetters.onSuccess(config);
      if (to == null) {
        drop(id, after);
        return;
      }
      String document =
          InvocationRecords.of(
              after, read(after), "Success", target.versionArn(), done.outcome(), lambda.now());
      then(after, List.of(delivery(to, document, true, 0, null)));
    }

    private void fail(
        String condition, int code, String message, Invoker.Done done, QueuedEvent after)
        throws IOException {
      metrics.count(event.ref(), target.version(), "AsyncEventsDropped", 1);
      String to = DeadLetters.onFailure(config);
      String letters = DeadLetters.queue(target.configuration());
      List<Delivery> all = new ArrayList<>();
      if (to != null) {
        String document =
            InvocationRecords.of(
                after,
                read(after),
                condition,
                target.versionArn(),
                done == null ? null : done.outcome(),
                lambda.now());
        all.add(delivery(to, document, false, 0, null));
      }
      if (letters != null) {
        all.add(delivery(letters, null, false, code, message));
      }
      if (all.isEmpty()) {
        drop(id, after);
      } else {
        then(after, all);
      }
    }

    private Delivery delivery(
        String arn, String document, boolean success, int code, String message) {
      return new Delivery(
          arn,
          target.configuration().role(),
          document,
          success,
          code,
          message,
          target.versionArn());
    }

    private void then(QueuedEvent after, List<Delivery> deliveries) {
      schedule(id, after.delivering(deliveries), lambda.now());
    }
  }

  private void deliver(Timer timer, QueuedEvent event) throws IOException {
    Delivery delivery = event.deliveries().getFirst();
    try {
      deliverer.deliver(delivery, event, read(event));
    } catch (AwsException e) {
      if (!e.clientFault()
          && !e.code().equals("NotImplemented")
          && timer.failures() < MOST_DELIVERY_FAILURES) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.INFO,
          "{0} did not take what came of {1}: {2}",
          delivery.targetArn(),
          event.ref().arn(),
          e.getMessage());
      metrics.count(
          event.ref(),
          null,
          delivery.isDeadLetter() ? "DeadLetterErrors" : "DestinationDeliveryFailures",
          1);
    }
    List<Delivery> left = event.deliveries().subList(1, event.deliveries().size());
    if (left.isEmpty()) {
      drop(timer.id(), event);
    } else {
      schedule(timer.id(), event.delivering(List.copyOf(left)), lambda.now());
    }
  }

  private void schedule(Key id, QueuedEvent event, Instant due) {
    lambda.write(
        transaction -> {
          if (events.contains(transaction, id)) {
            events.put(transaction, id, event);
            lambda.world().timers().schedule(transaction, KIND, id, due, step(event));
          }
          return null;
        });
  }

  /**
   * Tells the timer of each step from that of the step before, which may be due at the same time.
   */
  private static Bytes step(QueuedEvent event) {
    return Bytes.utf8(
        event.invocations() + "." + event.throttles() + "." + event.deliveries().size());
  }

  private void drop(Key id, QueuedEvent event) {
    lambda.write(
        transaction -> {
          if (events.contains(transaction, id)) {
            events.delete(transaction, id);
            blobs.release(transaction, event.ref().owner(), event.payload());
          }
          return null;
        });
  }

  private Bytes read(QueuedEvent event) throws IOException {
    try (InputStream in = lambda.world().blobs().open(event.payload()).open()) {
      return Bytes.of(in.readAllBytes());
    }
  }
}
