package io.nephele.services.lambda.async;

import io.nephele.core.World;
import io.nephele.core.time.Signal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many queued events run at a time. AWS has machines for a thousand; here that many programs
 * would start at once when so many events come together.
 */
final class Turns {
  private final World world;
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final Signal left = new Signal();

  Turns(World world, int most) {
    this.world = world;
    this.most = most;
  }

  /** Waits for a turn, which is to be left; false if the program stops. */
  boolean take() throws InterruptedException {
    while (true) {
      long seen = left.version();
      int now = taken.get();
      if (now < most) {
        if (taken.compareAndSet(now, now + 1)) {
          return true;
        }
      } else if (world.waits().ended()) {
        return false;
      } else {
        world.waits().await(left, seen, Instant.MAX);
      }
    }
  }

  void leave() {
    taken.decrementAndGet();
    left.give();
  }
}
