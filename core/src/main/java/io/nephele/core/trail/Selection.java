package io.nephele.core.trail;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Which events a trail takes while it is logging, or an event data store while it takes any.
 *
 * @param trail the trail's name, or the id of the event data store
 * @param region its home region
 * @param multiRegion whether it takes events of all regions
 * @param globalEvents whether it takes events of global services
 * @param selectors an event is taken if all conditions of one of them hold
 * @param lake whether it is an event data store, where events stay
 */
public record Selection(
    String trail,
    String region,
    boolean multiRegion,
    boolean globalEvents,
    List<Conditions> selectors,
    boolean lake) {

  /** Conditions that have to hold together. */
  public record Conditions(List<FieldSelector> fields) {}

  /** The field that tells management events ({@code Management}) from others ({@code Data}). */
  public static final String CATEGORY = "eventCategory";

  boolean takesData() {
    for (Conditions selector : selectors) {
      for (FieldSelector field : selector.fields) {
        if (field.field().equals(CATEGORY) && field.holds("Data")) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether the trail takes an event.
   *
   * @param eventRegion the region that the event belongs to
   * @param field the value of a field of the event, or null
   */
  boolean takes(String eventRegion, boolean global, UnaryOperator<String> field) {
    if (!multiRegion && !region.equals(eventRegion) || global && !globalEvents) {
      return false;
    }
    for (Conditions selector : selectors) {
      if (holds(selector, field)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(Conditions selector, UnaryOperator<String> field) {
    for (FieldSelector condition : selector.fields) {
      if (!condition.holds(field.apply(condition.field()))) {
        return false;
      }
    }
    return true;
  }
}
