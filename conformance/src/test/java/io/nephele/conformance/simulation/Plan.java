package io.nephele.conformance.simulation;

import java.util.SplittableRandom;

/**
 * What a seed makes of a run.
 *
 * @param pauses how likely a thread lets others go on when it uses the store
 * @param stickiness how likely a thread goes on when it has just let others
 * @param diskSteps how many steps of threads a write to the disk takes at most
 * @param diskErrors how likely a write fails
 * @param crashes how often the process ends and begins anew
 * @param farJumps whether the clock jumps by hours and days, too
 * @param senders of messages
 * @param receivers of messages
 * @param administrators who purge, delete and make queues
 * @param movers who move messages from dead-letter queues back
 * @param timerUsers who schedule and cancel timers
 * @param timerFailures whether what timers do fails now and then
 * @param calls of each of them
 * @param standard the standard queue
 * @param fifo the FIFO queue
 * @param flaw what is wrong on purpose
 */
record Plan(
    double pauses,
    double stickiness,
    int diskSteps,
    double diskErrors,
    int crashes,
    boolean farJumps,
    int senders,
    int receivers,
    int administrators,
    int movers,
    int timerUsers,
    boolean timerFailures,
    int calls,
    QueuePlan standard,
    QueuePlan fifo,
    Flaw flaw) {

  /** Things done wrong, to show that it is seen. */
  enum Flaw {
    NONE,
    /** Changes are called durable before they are. */
    ACKNOWLEDGES_EARLY,
    /** A crash leaves a part of a transaction. */
    TORN_WRITES,
    /** A received message stays as visible as it was, now and then. */
    FORGETS_VISIBILITY,
    /** A message that is deleted is not, now and then. */
    FORGETS_DELETIONS,
    /** A timer that fired is not removed, now and then. */
    FORGETS_FIRING,
    /** Who waits for a message is not woken, now and then. */
    FORGETS_TO_WAKE,
    /** A message that is sent is not there, now and then. */
    LOSES_MESSAGES
  }

  /**
   * A queue and, if it has a redrive policy, its dead-letter queue.
   *
   * @param delay in seconds, of every message
   * @param visibility in seconds
   * @param retention in seconds
   * @param maxReceives after how many receives a message goes to the dead-letter queue; 0 for none
   */
  record QueuePlan(int delay, int visibility, int retention, int maxReceives) {}

  /** The plan of a seed. */
  static Plan of(SplittableRandom random, Flaw flaw) {
    return new Plan(
        pick(random, 0.01, 0.05, 0.2, 0.5),
        pick(random, 0, 0, 0.5, 0.9),
        (int) pick(random, 0, 5, 30, 200),
        pick(random, 0, 0, 0, 0.02),
        random.nextInt(4),
        random.nextInt(3) == 0,
        1 + random.nextInt(3),
        1 + random.nextInt(4),
        random.nextInt(4) == 0 ? 1 : 0,
        random.nextInt(3) == 0 ? 1 : 0,
        random.nextInt(3),
        random.nextInt(4) == 0,
        10 + random.nextInt(30),
        queue(random),
        queue(random),
        flaw);
  }

  private static QueuePlan queue(SplittableRandom random) {
    return new QueuePlan(
        (int) pick(random, 0, 0, 0, 5),
        (int) pick(random, 1, 5, 30, 120),
        (int) pick(random, 60, 345_600, 345_600, 1_209_600),
        (int) pick(random, 0, 1, 2, 3));
  }

  private static double pick(SplittableRandom random, double... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Whether calls may fail for no reason of theirs. */
  boolean hasDiskErrors() {
    return diskErrors > 0;
  }
}
