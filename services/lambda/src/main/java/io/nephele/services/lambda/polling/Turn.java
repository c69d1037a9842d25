package io.nephele.services.lambda.polling;

import io.nephele.core.time.Signal;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.mappings.Mappings;
import io.nephele.services.lambda.state.LambdaWorld;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The time for which a mapping is polled: until it is changed, or nothing is polled any more. */
final class Turn {
  private final LambdaWorld lambda;
  private final Mappings mappings;
  private final MappingRow row;
  private final AtomicBoolean released;

  Turn(LambdaWorld lambda, Mappings mappings, MappingRow row, AtomicBoolean released) {
    this.lambda = lambda;
    this.mappings = mappings;
    this.row = row;
    this.released = released;
  }

  /** The mapping as it is now, or null if this turn has ended. */
  MappingRow current() {
    if (isStopping()) {
      return null;
    }
    MappingRow now = mappings.find(row.place());
    return now != null && now.enabled() && now.generation() == row.generation() ? now : null;
  }

  /** Whether the program stops, or the state has become another's. */
  boolean isStopping() {
    return released.get() || lambda.world().waits().ended();
  }

  /** Waits for some time of the world. */
  void pause(Duration time) throws InterruptedException {
    Signal never = new Signal();
    lambda.world().waits().await(never, never.version(), lambda.now().plus(time));
  }
}
