package io.nephele.services.pipes;

import io.nephele.core.arn.Arn;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.Key;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has every running pipe polled by one node. A durable timer stands for each: its work goes on as
 * long as the pipe runs, so that after a restart, or when the node is gone, it is begun again.
 */
final class Pollers {
  private static final System.Logger LOG = new LazyLogger(Pollers.class);
  private static final Duration AFTER_STOP = Duration.ofSeconds(1);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  private final PipesWorld pipes;
  private final QueuePoller queues;
  private final StreamPoller streams;
  private final AtomicBoolean released = new AtomicBoolean();
  private final Set<Key> working = ConcurrentHashMap.newKeySet();

  Pollers(PipesWorld pipes, QueuePoller queues, StreamPoller streams) {
    this.pipes = pipes;
    this.queues = queues;
    this.streams = streams;
  }

  void release() {
    released.set(true);
  }

  void work(Timer timer) throws InterruptedException {
    PipeRow row = pipes.read(reader -> pipes.pipes().get(reader, timer.id()));
    if (row == null || pipes.current(row) == null) {
      return;
    }
    // An earlier poller of the same pipe may not have seen yet that it is over.
    while (!isStopping() && !working.add(timer.id())) {
      pipes.pause(AFTER_STOP);
    }
    try {
      poll(row);
    } finally {
      working.remove(timer.id());
    }
    if (pipes.world().waits().ended()) {
      // For the next start of the program.
      Bytes payload = Bytes.utf8(row.generation() + "." + pipes.world().ids().hex(8));
      pipes.write(
          transaction -> {
            pipes
                .world()
                .timers()
                .schedule(
                    transaction,
                    Transitions.POLLING,
                    timer.id(),
                    pipes.now().plus(AFTER_STOP),
                    payload);
            return null;
          });
    } else if (released.get()) {
      throw new IllegalStateException("the state has become another's: polling begins anew");
    }
  }

  private void poll(PipeRow begun) throws InterruptedException {
    boolean queue = Arn.parse(begun.request().source()).service().equals("sqs");
    for (PipeRow row = begun; row != null; row = isStopping() ? null : pipes.current(row)) {
      try {
        boolean found = queue ? queues.poll(row) : streams.poll(row);
        if (!found && !queue) {
          pipes.pause(StreamPoller.PAUSE);
        }
      } catch (AwsException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0} cannot be polled: {1}", row.arn(), e.getMessage());
        pipes.pause(AFTER_ERROR);
      }
    }
  }

  private boolean isStopping() {
    return released.get() || pipes.world().waits().ended();
  }
}
