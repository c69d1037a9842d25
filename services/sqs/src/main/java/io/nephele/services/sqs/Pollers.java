package io.nephele.services.sqs;

import io.nephele.core.time.Signal;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The receivers that wait for messages of one queue. Each has a signal of its own, so that a
 * message wakes one receiver and not a thousand that then fight for it. When a message will be
 * visible later, too, it is enough that one of them knows, if it hands that on when it goes.
 */
final class Pollers {
  private final ConcurrentLinkedDeque<Signal> waiting = new ConcurrentLinkedDeque<>();

  /** Begins to wait: from now on a message may be announced to this signal. */
  Signal enter() {
    Signal signal = new Signal();
    waiting.addLast(signal);
    return signal;
  }

  /**
   * Ends waiting. Who was woken and may not have looked since lets another look.
   *
   * @param watching whether this one may be the only one who knows when a message will be visible
   */
  void leave(Signal signal, boolean watching) {
    if (!waiting.remove(signal) || watching) {
      wake(1);
    }
  }

  /** Lets so many receivers look, those first who wait longest. */
  void wake(int count) {
    for (int i = 0; i < count; i++) {
      Signal first = waiting.pollFirst();
      if (first == null) {
        return;
      }
      first.give();
    }
  }

  /** Lets every receiver look. */
  void wakeAll() {
    if (!waiting.isEmpty()) {
      wake(waiting.size());
    }
  }
}
