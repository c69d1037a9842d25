package io.nephele.services.scheduler;

import io.nephele.core.World;
import io.nephele.core.time.SideBySide;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Does many things whose order does not matter side by side. */
final class Lanes {
  private static final int MOST = 8;

  /** Less than this is not worth another task. */
  private static final int FEW = 8;

  private final World world;

  Lanes(World world) {
    this.world = world;
  }

  /** Does one of the things. */
  interface Lane extends AutoCloseable {
    void run(int index);

    /** The lane has nothing more to do. */
    @Override
    void close();
  }

  /**
   * Does as many things as said, each once, and returns when all are done. In a world that repeats
   * with its seed they are done one after the other.
   *
   * @throws RuntimeException what one of them threw
   */
  void each(int count, Supplier<Lane> lanes) throws InterruptedException {
    int times = world.ids().areSeeded() ? 1 : Math.clamp(count / FEW, 1, MOST);
    AtomicInteger next = new AtomicInteger();
    SideBySide.run(
        world.clock(),
        times,
        () -> {
          try (Lane lane = lanes.get()) {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              lane.run(i);
            }
          }
        });
  }
}
