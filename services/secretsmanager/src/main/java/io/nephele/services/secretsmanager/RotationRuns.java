package io.nephele.services.secretsmanager;

import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Lambda;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rotations that go on: the calls of the function, one a step. A rotation that fails is tried again
 * from its first step, after 1, 2, 4 and 8 minutes; then it is left until its next window or until
 * somebody asks.
 */
final class RotationRuns {
  /** The kind of the timers that do the work; their ids are the places of secrets. */
  static final String WORK = "secretsmanager.rotating";

  private static final String SERVICE = "secretsmanager.amazonaws.com";
  private static final List<String> STEPS =
      List.of("createSecret", "setSecret", "testSecret", "finishSecret");
  private static final String TEST_STEP = "testSecret";
  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

  /** What is to be done, as a timer remembers it. */
  private record Task(boolean test, int tries, String versionId) {
    static Task of(Timer timer) {
      String[] parts = timer.payload().utf8().split(" ", 3);
      return new Task(parts[0].equals("test"), Integer.parseInt(parts[1]), parts[2]);
    }

    Bytes payload() {
      return Bytes.utf8((test ? "test " : "rotate ") + tries + " " + versionId);
    }
  }

  private final SecretStore store;
  private final Stages stages;
  private final RotationClock clock;
  private final SecretEvents events;

  RotationRuns(SecretStore store, Stages stages, RotationClock clock, SecretEvents events) {
    this.store = store;
    this.stages = stages;
    this.clock = clock;
    this.events = events;
  }

  /** An error to the caller unless Secrets Manager may invoke the function. */
  void requireFunction(Secret secret, String lambdaArn) {
    try {
      invoke(secret, lambdaArn, new InvocationRequest().invocationType("DryRun"));
    } catch (AwsException e) {
      if (e.status() >= 500) {
        throw e;
      }
      throw AwsException.client(
          "AccessDeniedException",
          400,
          "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function"
              + " policy grants access to the principal secretsmanager.amazonaws.com.");
    }
  }

  /** Begins a rotation: the new version has its label before it has a value. */
  void begin(Transaction transaction, Secret secret, String versionId) {
    if (store.version(transaction, secret, versionId) == null) {
      store.put(
          transaction,
          secret,
          new Version(versionId, List.of(), store.world().clock().now(), null, null));
    }
    stages.attach(transaction, secret, versionId, List.of(Version.PENDING));
    schedule(
        transaction, withToken(transaction, secret), new Task(false, 0, versionId), Duration.ZERO);
    events.tell(transaction, secret, "RotationStarted");
  }

  /** Begins a test of the function, with a version that is a copy of the one in use. */
  void test(Transaction transaction, Secret secret, String versionId) {
    Version current = Stages.holder(store.versions(transaction, secret), Version.CURRENT);
    copy(transaction, secret, current, versionId);
    for (Replica replica : secret.replicas()) {
      Secret there = Copies.of(secret, replica);
      Version of = current == null ? null : store.version(transaction, there, current.id());
      if (of != null) {
        copy(transaction, there, of, versionId);
      }
    }
    stages.attach(transaction, secret, versionId, List.of(Version.PENDING));
    schedule(
        transaction, withToken(transaction, secret), new Task(true, 0, versionId), Duration.ZERO);
    events.tell(transaction, secret, "TestRotationStarted");
  }

  private void copy(Transaction transaction, Secret secret, Version of, String versionId) {
    SealedValue value = of == null || of.value() == null ? null : of.value().copied(of.id());
    store.put(
        transaction,
        secret,
        new Version(versionId, List.of(), store.world().clock().now(), null, value));
  }

  /** Tries a rotation again that has not ended, unless that is being done. */
  void again(Transaction transaction, Secret secret, String versionId) {
    boolean going = store.world().timers().due(transaction, WORK, secret.place()) != null;
    if (!going && secret.isRotated()) {
      schedule(
          transaction,
          withToken(transaction, secret),
          new Task(false, 0, versionId),
          Duration.ZERO);
    }
  }

  void cancel(Transaction transaction, Secret secret) {
    store.world().timers().cancel(transaction, WORK, secret.place());
  }

  private Secret withToken(Transaction transaction, Secret secret) {
    String token = store.world().ids().uuid().toString();
    Secret going = secret.with().rotation(secret.rotation().withToken(token)).done();
    store.put(transaction, going);
    return going;
  }

  private void schedule(Transaction transaction, Secret secret, Task task, Duration pause) {
    Instant due = store.world().clock().now().plus(pause);
    store.world().timers().schedule(transaction, WORK, secret.place(), due, task.payload());
  }

  /** What is done when a rotation's turn has come. */
  void work(Timer timer) {
    Task task = Task.of(timer);
    boolean good = true;
    Secret secret = null;
    for (String step : task.test() ? List.of(TEST_STEP) : STEPS) {
      secret = store.world().store().read(reader -> store.get(reader, timer.id()));
      if (!isGoing(secret)) {
        return;
      }
      if (!does(secret, step, task.versionId())) {
        good = false;
        break;
      }
    }
    boolean done = good;
    store.change(
        secret,
        (transaction, current) -> {
          if (isGoing(current)) {
            end(transaction, current, task, done);
          }
          return null;
        });
  }

  private static boolean isGoing(Secret secret) {
    return secret != null
        && secret.deleted() == null
        && secret.isRotated()
        && secret.rotation().token() != null;
  }

  /** Whether the function did a step. */
  private boolean does(Secret secret, String step, String versionId) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Step", step);
    event.put("SecretId", secret.arn());
    event.put("ClientRequestToken", versionId);
    event.put("RotationToken", secret.rotation().token());
    try {
      InvocationResponse answer =
          invoke(
              secret,
              secret.rotation().lambdaArn(),
              new InvocationRequest()
                  .invocationType("RequestResponse")
                  .payload(Bytes.utf8(JsonText.write(event))));
      return answer.functionError() == null;
    } catch (AwsException e) {
      return false;
    }
  }

  private InvocationResponse invoke(Secret secret, String lambdaArn, InvocationRequest request) {
    Arn arn = Arn.isArn(lambdaArn) ? Arn.parse(lambdaArn) : null;
    Region region = arn == null ? null : Regions.find(arn.region());
    return store
        .world()
        .call(
            Lambda.Invoke,
            request.functionName(lambdaArn),
            Principal.service(SERVICE, secret.accountId()),
            region == null ? Regions.find(secret.region()) : region,
            Origin.service(SERVICE, secret.arn()));
  }

  private void end(Transaction transaction, Secret secret, Task task, boolean good) {
    if (task.test()) {
      Version tested = store.version(transaction, secret, task.versionId());
      if (tested != null && !tested.stages().contains(Version.CURRENT)) {
        store.delete(transaction, secret, tested);
      }
      stop(transaction, secret);
      events.tell(transaction, secret, good ? "TestRotationSucceeded" : "TestRotationFailed");
      return;
    }
    Version current = Stages.holder(store.versions(transaction, secret), Version.CURRENT);
    if (good && current != null && current.id().equals(task.versionId())) {
      Instant now = store.world().clock().now();
      Secret rotated = secret.with().rotation(secret.rotation().done(now)).changed(now).done();
      store.put(transaction, clock.plan(transaction, rotated, now));
      events.tell(transaction, secret, "RotationSucceeded");
      return;
    }
    events.tell(transaction, secret, "RotationFailed");
    int tries = task.tries() + 1;
    if (tries < TRIES) {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << task.tries());
      schedule(transaction, secret, new Task(false, tries, task.versionId()), pause);
    } else {
      stop(transaction, secret);
      events.tell(transaction, secret, "RotationAbandoned");
    }
  }

  private void stop(Transaction transaction, Secret secret) {
    store.put(transaction, secret.with().rotation(secret.rotation().withToken(null)).done());
  }
}
