package io.nephele.conformance.simulation;

import io.nephele.conformance.simulation.Ledger.Invocation;
import io.nephele.conformance.simulation.Ledger.Moment;
import io.nephele.conformance.simulation.Ledger.Outcome;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.StoreException;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.View;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Somebody who calls, and takes down what comes of it. Outlives crashes. */
class Client {
  static final String ACCOUNT = "000000000000";
  static final Region REGION = Regions.find("us-east-1");

  final Simulation simulation;
  final Ledger ledger;
  final SplittableRandom random;
  private final String name;
  private int left;

  /**
   * A client.
   *
   * @param calls how many calls it makes
   */
  Client(Simulation simulation, String name, int calls) {
    this.simulation = simulation;
    this.ledger = simulation.ledger();
    this.random = simulation.random();
    this.name = name;
    this.left = calls;
  }

  String name() {
    return name;
  }

  /** Whether it has made all its calls. */
  final boolean isDone() {
    return left <= 0;
  }

  /** Goes on where it was when the process last ended. */
  final void run() {
    while (left > 0) {
      left--;
      act();
      for (int pauses = random.nextInt(20); pauses > 0; pauses--) {
        Scheduler.pause();
      }
    }
  }

  /** Makes the next call, or what belongs together. */
  void act() {}

  final Moment now() {
    return new Moment(simulation.scheduler().step(), simulation.world().clock().millis());
  }

  /** Begins a call: what is known of it from here on, if only that it was tried. */
  final Invocation begin(String operation, String queue, String details) {
    Invocation invocation = new Invocation(operation, queue, now());
    ledger.invocations.add(invocation);
    simulation.note(name + " > " + operation + " " + queue + " " + details);
    return invocation;
  }

  /** Makes a call; null if it was refused or nobody knows. */
  final <I extends View, O extends View> O call(
      Invocation invocation, ApiOperation<I, O> operation, I request) {
    World world = simulation.world();
    Principal root = Principal.root(REGION.partition(), ACCOUNT);
    return answer(invocation, () -> world.call(operation, request, root, REGION));
  }

  /** Has something done and takes down how it ended; null if it was refused or nobody knows. */
  final <T> T answer(Invocation invocation, Supplier<T> call) {
    T result = null;
    try {
      result = call.get();
      invocation.outcome = Outcome.DONE;
    } catch (AwsException e) {
      invocation.error = e.code();
      boolean failed = e.code().equals("InternalFailure");
      invocation.outcome = failed ? Outcome.UNKNOWN : Outcome.REFUSED;
      if (failed && !simulation.plan().hasDiskErrors()) {
        ledger.violation(name + ": " + invocation.operation + " failed inside");
      }
    } catch (StoreException e) {
      invocation.error = e.getMessage();
      invocation.outcome = Outcome.UNKNOWN;
      if (!simulation.plan().hasDiskErrors()) {
        ledger.violation(name + ": " + invocation.operation + " failed: " + e);
      }
    }
    invocation.end = now();
    simulation.invariants().ended(invocation);
    return result;
  }

  /** Takes down how a call ended. */
  final void end(Invocation invocation, String details) {
    simulation.note(
        name
            + " < "
            + invocation.operation
            + " "
            + invocation.queue
            + " "
            + invocation.outcome
            + (invocation.error == null ? "" : " " + invocation.error)
            + " "
            + details);
  }

  static String url(String queue) {
    return "https://localhost/" + ACCOUNT + "/" + queue;
  }

  static String arn(String queue) {
    return "arn:aws:sqs:" + REGION.name() + ":" + ACCOUNT + ":" + queue;
  }
}
