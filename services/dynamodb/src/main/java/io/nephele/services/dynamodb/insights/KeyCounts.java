package io.nephele.services.dynamodb.insights;

import io.nephele.core.insights.Contributions;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Counts which keys are used, and which are throttled. */
public final class KeyCounts {
  private final Contributions contributions;
  private final Queue<Throttled> throttled = new ConcurrentLinkedQueue<>();

  private record Throttled(InsightRules rules, List<Value> hash, List<Value> range) {}

  /** Counts for those rules. */
  public KeyCounts(Contributions contributions) {
    this.contributions = contributions;
  }

  /**
   * A call used units for a key. Not inside a transaction.
   *
   * @param range empty if it was for all of the partition
   */
  public void used(InsightRules rules, List<Value> hash, List<Value> range, double units) {
    if (rules.accessed() == null || units <= 0) {
      return;
    }
    List<String> partition = texts(hash, List.of());
    contributions.record(rules.accessed(), partition, units);
    if (rules.accessedItems() != null && range.size() == rules.range().size()) {
      contributions.record(rules.accessedItems(), texts(hash, range), units);
    }
  }

  /** A call was throttled for a key. Also inside transactions: told by {@link #settle}. */
  public void throttled(InsightRules rules, List<Value> hash, List<Value> range) {
    throttled.add(new Throttled(rules, hash, range));
  }

  /** Tells what could not be told inside transactions. */
  public void settle() {
    for (Throttled each = throttled.poll(); each != null; each = throttled.poll()) {
      contributions.record(each.rules.throttled(), texts(each.hash, List.of()), 1);
      if (each.rules.throttledItems() != null && !each.range.isEmpty()) {
        contributions.record(each.rules.throttledItems(), texts(each.hash, each.range), 1);
      }
    }
  }

  private static List<String> texts(List<Value> hash, List<Value> range) {
    List<String> texts = new ArrayList<>(hash.size() + range.size());
    hash.forEach(value -> texts.add(text(value)));
    range.forEach(value -> texts.add(text(value)));
    return List.copyOf(texts);
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.S text -> text.value();
      case Value.N number -> number.text();
      case Value.B bytes -> Base64.getEncoder().encodeToString(bytes.value().toArray());
      default -> throw new IllegalArgumentException("No value of a key: " + value.type());
    };
  }
}
