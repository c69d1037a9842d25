package io.nephele.services.lambda.polling;

import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.Key;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.mappings.Mappings;
import io.nephele.services.lambda.mappings.SourceKind;
import io.nephele.services.lambda.state.LambdaWorld;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has every mapping that is enabled polled by one node. A durable timer stands for each: its work
 * goes on as long as the mapping is polled, so that after a restart, or when the node is gone, it
 * is begun again.
 */
public final class Pollers implements AutoCloseable {
  private static final System.Logger LOG = new LazyLogger(Pollers.class);
  private static final Duration AFTER_STOP = Duration.ofSeconds(1);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  private final LambdaWorld lambda;
  private final Mappings mappings;
  private final Map<SourceKind, Poller> pollers;
  private final AtomicBoolean released = new AtomicBoolean();
  private final Set<Key> working = ConcurrentHashMap.newKeySet();

  Pollers(LambdaWorld lambda, Mappings mappings, Map<SourceKind, Poller> pollers) {
    this.lambda = lambda;
    this.mappings = mappings;
    this.pollers = pollers;
  }

  /** Has mappings polled from now on; called when the service is bound. */
  public void start() {
    lambda.world().timers().onWork(Mappings.KIND, this::work);
  }

  private void work(Timer timer) throws InterruptedException {
    MappingRow row = mappings.find(timer.id());
    if (row == null || !row.enabled()) {
      return;
    }
    Turn turn = new Turn(lambda, mappings, row, released);
    // An earlier turn of the same mapping may not have seen yet that it is over.
    while (!working.add(timer.id())) {
      if (turn.isStopping()) {
        break;
      }
      turn.pause(AFTER_STOP);
    }
    try {
      poll(row, turn);
    } finally {
      working.remove(timer.id());
    }
    if (lambda.world().waits().ended()) {
      // For the next start of the program.
      Bytes payload = Bytes.utf8(row.generation() + "." + lambda.world().ids().hex(8));
      lambda.write(
          transaction -> {
            lambda
                .world()
                .timers()
                .schedule(
                    transaction, Mappings.KIND, timer.id(), lambda.now().plus(AFTER_STOP), payload);
            return null;
          });
    } else if (released.get()) {
      throw new IllegalStateException("the state has become another's: polling begins anew");
    }
  }

  private void poll(MappingRow row, Turn turn) throws InterruptedException {
    Poller poller = pollers.get(SourceKind.of(row.source()));
    while (turn.current() != null) {
      try {
        poller.poll(row, turn);
      } catch (AwsException e) {
        LOG.log(
            System.Logger.Level.DEBUG,
            "{0} cannot be polled: {1}",
            row.configuration().eventSourceArn(),
            e.getMessage());
        mappings.tell(row, "PROBLEM: " + e.getMessage());
        turn.pause(AFTER_ERROR);
      }
    }
  }

  @Override
  public void close() {
    released.set(true);
  }
}
