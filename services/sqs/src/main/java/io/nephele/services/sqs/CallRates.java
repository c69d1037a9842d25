package io.nephele.services.sqs;

import io.nephele.api.sqs.RequestThrottled;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the calls of one queue by action and second, and refuses those above the limit. */
final class CallRates {
  private final Map<String, Second> seconds = new ConcurrentHashMap<>();

  private record Second(long second, int calls) {}

  /**
   * Counts a call.
   *
   * @param action SendMessage and so on; a batch counts as one call of its action
   */
  void count(String action, long nowMillis) {
    long now = nowMillis / 1000;
    Second counted =
        seconds.merge(
            action,
            new Second(now, 1),
            (before, one) -> before.second == now ? new Second(now, before.calls + 1) : one);
    if (counted.calls > Limits.FIFO_CALLS) {
      throw new RequestThrottled("Request is throttled.");
    }
  }
}
