package io.nephele.core.time;

/**
 * Does what a timer stands for outside transactions: work that takes long or reaches beyond the
 * store.
 */
@FunctionalInterface
public interface TimerWork {
  /**
   * Called on a thread of its own. The timer is removed when this has returned, so it is done at
   * least once: again after it threw, and again if the process ended meanwhile.
   */
  void run(Timer timer) throws Exception;
}
