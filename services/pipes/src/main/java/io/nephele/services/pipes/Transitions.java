package io.nephele.services.pipes;

import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;

/** Pipes on their way from one state to the next, which takes a moment. */
final class Transitions {
  static final String TIMER = "pipes.transitions";

  /** The timers that stand for the polling of running pipes. */
  static final String POLLING = "pipes.polling";

  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final PipesWorld pipes;

  Transitions(PipesWorld pipes) {
    this.pipes = pipes;
  }

  /** Stores a pipe that is changing, and has it arrive; it is not polled meanwhile. */
  void begin(Transaction transaction, PipeRow row) {
    pipes.pipes().put(transaction, row.key(), row);
    pipes.world().timers().cancel(transaction, POLLING, row.key());
    pipes
        .world()
        .timers()
        .schedule(transaction, TIMER, row.key(), pipes.now().plus(MOMENT), Bytes.EMPTY);
  }

  /** Has a pipe arrive where it is to be. */
  void fire(Transaction transaction, Timer timer) {
    PipeRow row = pipes.pipes().get(transaction, timer.id());
    if (row == null) {
      return;
    }
    if (row.desired().equals(PipeRow.DELETED)) {
      pipes.pipes().delete(transaction, timer.id());
      pipes.checkpoints().deletePrefix(transaction, timer.id());
      return;
    }
    PipeRow arrived = row.arrivedAt(row.desired());
    pipes.pipes().put(transaction, timer.id(), arrived);
    if (arrived.isRunning()) {
      pipes
          .world()
          .timers()
          .schedule(
              transaction,
              POLLING,
              timer.id(),
              timer.due(),
              Bytes.utf8(Long.toString(arrived.generation())));
    }
  }
}
