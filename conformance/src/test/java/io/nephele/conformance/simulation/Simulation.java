package io.nephele.conformance.simulation;

import io.nephele.conformance.simulation.Plan.Flaw;
import io.nephele.core.World;
import io.nephele.core.WorldSettings;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.ids.Ids;
import io.nephele.core.nodes.Nodes;
import io.nephele.core.store.OptimisticStore;
import io.nephele.core.store.Store;
import io.nephele.core.time.VirtualClock;
import io.nephele.identity.Identity;
import io.nephele.services.sqs.SqsService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** One run: a world, its clients, and what befalls them, all from one seed. */
final class Simulation {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MAX_STEPS = 5_000_000;

  /** What may be left of a world when its clients are done. */
  private static final Set<String> BACKGROUND = Set.of("disk", "timers", "clock");

  private final long seed;
  private final SplittableRandom random;
  private final Plan plan;
  private final Queues queues;
  private final Trace trace = new Trace();
  private final Ledger ledger = new Ledger();
  private final Scheduler scheduler;
  private final Invariants invariants;
  private final List<Client> clients = new ArrayList<>();
  private final ClockTurner turner;
  private final Administrator founder;
  private SimulatedDisk disk;
  private VirtualClock clock;
  private World world;
  private int crashes;
  private boolean founded;
  private boolean auditing;
  private boolean finished;

  private Simulation(long seed, Flaw flaw) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.plan = Plan.of(random.split(), flaw);
    this.queues = new Queues(plan);
    this.scheduler = new Scheduler(random.split(), plan.stickiness(), trace);
    this.invariants = new Invariants(this);
    this.disk = new SimulatedDisk(random.split(), plan);
    for (int i = 1; i <= plan.senders(); i++) {
      clients.add(new Sender(this, "sender-" + i, plan.calls()));
    }
    for (int i = 1; i <= plan.receivers(); i++) {
      clients.add(new Receiver(this, "receiver-" + i, plan.calls()));
    }
    for (int i = 1; i <= plan.administrators(); i++) {
      clients.add(new Administrator(this, "administrator-" + i, plan.calls() / 3, false));
    }
    for (int i = 1; i <= plan.movers(); i++) {
      clients.add(new Administrator(this, "mover-" + i, plan.calls() / 3, true));
    }
    for (int i = 1; i <= plan.timerUsers(); i++) {
      clients.add(new TimerUser(this, "timer-user-" + i, plan.calls()));
    }
    this.turner = new ClockTurner(this);
    this.founder = new Administrator(this, "founder", 0, false);
  }

  /**
   * What came of a run.
   *
   * @param seed its seed
   * @param plan what the seed made of it
   * @param violations what must not be; none if all is well
   * @param trace what happened
   * @param steps how often a thread went on
   */
  record Result(long seed, Plan plan, List<String> violations, Trace trace, long steps) {}

  /** Runs a seed, on this thread. */
  static Result run(long seed, Flaw flaw) {
    return new Simulation(seed, flaw).run();
  }

  private Result run() {
    clock = new VirtualClock(START, scheduler.threads());
    while (!finished && scheduler.failure() == null) {
      open();
      long end =
          crashes < plan.crashes()
              ? scheduler.step() + (50L << random.nextInt(10))
              : Long.MAX_VALUE;
      scheduler.run(() -> finished || scheduler.step() > MAX_STEPS || mayCrash(end));
      if (finished || scheduler.failure() != null) {
        break;
      }
      if (!mayCrash(end)) {
        ledger.violation(
            scheduler.step() > MAX_STEPS
                ? "The run does not end"
                : "Nobody can go on: " + scheduler.alive());
        break;
      }
      crash();
    }
    if (scheduler.failure() != null) {
      ledger.violation("A thread failed: " + Failures.text(scheduler.failure()));
    }
    scheduler.drop();
    return new Result(seed, plan, ledger.violations, trace, scheduler.step());
  }

  private boolean mayCrash(long end) {
    return scheduler.step() >= end && !auditing;
  }

  private void open() {
    // A new process has other ids than the one before.
    Ids ids = Ids.seeded(seed * 1_000_003 + crashes);
    Store store =
        ForgetfulStore.over(
            new OptimisticStore(new SimulatedEngine(disk)), plan.flaw(), random.split());
    world =
        new World(
            new WorldSettings("main", Client.ACCOUNT, Client.REGION, false),
            store,
            Blobs.nowhere("the simulated services have no large values"),
            clock,
            ids,
            new Nodes(store, null),
            List.of(new SqsService()),
            Identity::new);
    scheduler.start("disk", disk::work);
    scheduler.start("clock", this::live);
  }

  /** A process, from its beginning until its clients are done. */
  private void live() {
    world
        .timers()
        .on(TimerUser.KIND, (transaction, timer) -> TimerUser.fire(this, transaction, timer));
    world.start();
    // Services are bound under a monitor, which simulated threads cannot wait for.
    world.services().awaken("sqs");
    while (!founded) {
      founded = founder.createAll();
    }
    for (Client client : clients) {
      if (!client.isDone()) {
        scheduler.start(client.name(), client::run);
      }
    }
    turner.turnUntilDone();
    auditing = true;
    disk.heal();
    scheduler.awaitIdleness();
    note("audit");
    new Audit(this, turner).run();
    scheduler.awaitIdleness();
    for (String name : scheduler.alive()) {
      if (!BACKGROUND.contains(name)) {
        ledger.violation(name + " is still there");
      }
    }
    finished = true;
  }

  private void crash() {
    note("crash");
    crashes++;
    scheduler.drop();
    ledger.crash();
    disk = disk.crash();
    clock = new VirtualClock(clock.now(), scheduler.threads());
  }

  /** Whether all clients have made all their calls and have been answered. */
  boolean areClientsDone() {
    List<String> alive = scheduler.alive();
    return clients.stream().allMatch(client -> client.isDone() && !alive.contains(client.name()));
  }

  /** Takes down what happens. */
  void note(String text) {
    trace.add(scheduler.step(), clock.millis(), text);
  }

  Plan plan() {
    return plan;
  }

  Queues queues() {
    return queues;
  }

  Ledger ledger() {
    return ledger;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Invariants invariants() {
    return invariants;
  }

  World world() {
    return world;
  }

  VirtualClock clock() {
    return clock;
  }

  int crashes() {
    return crashes;
  }

  /** Randomness of somebody's own. */
  SplittableRandom random() {
    return random.split();
  }
}
