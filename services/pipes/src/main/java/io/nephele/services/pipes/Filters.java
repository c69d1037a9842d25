package io.nephele.services.pipes;

import io.nephele.api.pipes.Filter;
import io.nephele.api.pipes.FilterCriteria;
import io.nephele.api.pipes.PipeSourceParameters;
import io.nephele.core.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.RuleCompiler;

/** Patterns of which an event has to match one. */
final class Filters {
  private static final int MOST_FILTERS = 5;

  /** The patterns, or null if everything matches. */
  private final Machine machine;

  private Filters(Machine machine) {
    this.machine = machine;
  }

  private static List<Filter> list(FilterCriteria criteria) {
    return criteria == null || criteria.filters() == null ? List.of() : criteria.filters();
  }

  /** Refuses criteria that are none. */
  static void check(FilterCriteria criteria) {
    if (list(criteria).size() > MOST_FILTERS) {
      throw PipesErrors.validation("The number of filters cannot exceed " + MOST_FILTERS + ".");
    }
    for (Filter filter : list(criteria)) {
      String problem;
      try {
        problem = filter.pattern() == null ? "No pattern." : RuleCompiler.check(filter.pattern());
      } catch (RuntimeException | StackOverflowError e) {
        problem = "Pattern cannot be read.";
      }
      if (problem != null) {
        throw PipesErrors.validation("Event pattern is not valid. Reason: " + problem);
      }
    }
  }

  static Filters of(PipeSourceParameters parameters) {
    List<Filter> filters = parameters == null ? List.of() : list(parameters.filterCriteria());
    if (filters.isEmpty()) {
      return new Filters(null);
    }
    Machine machine = Machine.builder().build();
    int number = 0;
    for (Filter filter : filters) {
      try {
        machine.addRule(Integer.toString(number++), filter.pattern());
      } catch (IOException e) {
        throw new IllegalStateException("a stored pattern is none", e);
      }
    }
    return new Filters(machine);
  }

  boolean matches(Map<String, Object> event) {
    if (machine == null) {
      return true;
    }
    try {
      return !machine.rulesForJSONEvent(JsonText.write(event)).isEmpty();
    } catch (Exception e) { // the library declares all
      return false;
    }
  }
}
