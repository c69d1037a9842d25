package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A query that was read.
 *
 * @param stages make the commands at work, in their order
 * @param columns what is shown of each row
 * @param aggregated whether rows are groups of events, which have no pointer
 * @param sorted whether it says itself in which order rows come
 */
record Query(
    List<Supplier<Stage>> stages, List<String> columns, boolean aggregated, boolean sorted) {
  /** The commands at work; the last of them hands on to what is given. */
  Stage start(Stage last) {
    List<Stage> all = new ArrayList<>();
    for (Supplier<Stage> each : stages) {
      all.add(each.get());
    }
    all.add(last);
    for (int i = 0; i + 1 < all.size(); i++) {
      all.get(i).to(all.get(i + 1));
    }
    return all.getFirst();
  }
}
