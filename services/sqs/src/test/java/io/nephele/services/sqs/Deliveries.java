package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.sqs.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What receivers got of a queue, and whether they may have got it: nothing that was not sent,
 * nothing twice within its visibility timeout, nothing after it was deleted. Times are of one
 * monotonic clock, in nanoseconds; a delivery happened at some time between its call and its
 * return.
 */
final class Deliveries {
  private static final long SECOND = 1_000_000_000L;

  /** Queues count whole milliseconds, of another clock. */
  private static final long ROUNDING = 5_000_000L;

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Map<String, List<Delivery>> deliveries = new ConcurrentHashMap<>();

  /**
   * A message was delivered.
   *
   * @param from when the receive was called
   * @param to when it returned
   * @param visibility the visibility timeout, in seconds
   * @param deletedAt when its deletion had returned, or Long.MAX_VALUE
   */
  private record Delivery(String body, long from, long to, int visibility, long deletedAt) {}

  void sent(String body) {
    sent.add(body);
  }

  /** Takes note of a message that was received and maybe deleted. */
  void delivered(Message message, long from, long to, int visibility, long deletedAt) {
    Delivery delivery = new Delivery(message.body(), from, to, visibility, deletedAt);
    if (deletedAt != Long.MAX_VALUE) {
      deleted.add(message.body());
    }
    deliveries.compute(
        message.messageId(),
        (key, known) -> {
          List<Delivery> all = known == null ? new ArrayList<>() : known;
          all.add(delivery);
          return all;
        });
  }

  /** How many different messages were received and deleted. */
  int deleted() {
    return deleted.size();
  }

  /** Checks all, when everybody has stopped. */
  void check() {
    assertThat(deleted).as("received and deleted").isEqualTo(sent);
    deliveries.forEach(Deliveries::check);
  }

  private static void check(String id, List<Delivery> of) {
    of.sort((one, other) -> Long.compare(one.to, other.to));
    for (int i = 1; i < of.size(); i++) {
      Delivery before = of.get(i - 1);
      Delivery after = of.get(i);
      assertThat(after.to)
          .as("%s came again within its visibility timeout: %s", id, of)
          .isGreaterThanOrEqualTo(before.from + before.visibility * SECOND - ROUNDING);
      assertThat(after.from)
          .as("%s came again after it was deleted: %s", id, of)
          .isLessThanOrEqualTo(before.deletedAt);
    }
  }
}
