package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A query that was read.
 *
 * @param groups says by itself which groups it looks into, or null
 * @param stages make the commands at work, in their order
 * @param columns what is shown of each row
 * @param aggregated whether rows are groups of events, which have no pointer
 * @param fields the names of all fields that it uses
 * @param unmasked whether it wants to see what is hidden
 * @param compared the time that it compares with, or null
 * @param standardOnly the command that works for groups of the class STANDARD only, or null
 */
record Query(
    GroupSelection groups,
    List<Supplier<Stage>> stages,
    List<String> columns,
    boolean aggregated,
    Set<String> fields,
    boolean unmasked,
    Comparison compared,
    String standardOnly) {

  /** The commands at work. */
  List<Stage> make() {
    List<Stage> all = new ArrayList<>();
    for (Supplier<Stage> each : stages) {
      all.add(each.get());
    }
    return all;
  }

  /** Has each of the commands hand on to the next one; returns the first. */
  static Stage link(List<Stage> all) {
    for (int i = 0; i + 1 < all.size(); i++) {
      all.get(i).to(all.get(i + 1));
    }
    return all.getFirst();
  }
}
