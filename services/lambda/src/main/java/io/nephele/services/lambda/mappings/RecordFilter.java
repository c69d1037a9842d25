package io.nephele.services.lambda.mappings;

import io.nephele.api.lambda.Filter;
import io.nephele.api.lambda.FilterCriteria;
import io.nephele.core.json.JsonText;
import io.nephele.services.lambda.state.LambdaErrors;
import java.io.IOException;
import java.util.Map;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.RuleCompiler;

/** Says which records a function gets, by patterns of which one must match. */
public final class RecordFilter {
  private static final int MOST_FILTERS = 5;

  /** The patterns, or null if everything matches. */
  private final Machine machine;

  private RecordFilter(Machine machine) {
    this.machine = machine;
  }

  /** An error to the caller if criteria cannot be. */
  static void check(FilterCriteria criteria) {
    if (criteria == null || criteria.filters() == null) {
      return;
    }
    if (criteria.filters().size() > MOST_FILTERS) {
      throw LambdaErrors.invalid("The number of filters cannot exceed " + MOST_FILTERS + ".");
    }
    for (Filter filter : criteria.filters()) {
      String problem;
      try {
        problem = filter.pattern() == null ? "no pattern" : RuleCompiler.check(filter.pattern());
      } catch (RuntimeException e) {
        problem = e.getMessage();
      }
      if (problem != null) {
        throw LambdaErrors.invalid("Invalid filter pattern definition.");
      }
    }
  }

  /** The filter of criteria, which may be null. */
  public static RecordFilter of(FilterCriteria criteria) {
    if (criteria == null || criteria.filters() == null || criteria.filters().isEmpty()) {
      return new RecordFilter(null);
    }
    Machine machine = Machine.builder().build();
    int number = 0;
    for (Filter filter : criteria.filters()) {
      try {
        machine.addRule(Integer.toString(number++), filter.pattern());
      } catch (IOException e) {
        throw new IllegalStateException("a stored pattern is none", e);
      }
    }
    return new RecordFilter(machine);
  }

  /** Whether every record matches. */
  public boolean isOpen() {
    return machine == null;
  }

  /** Whether a record matches, in which what is JSON in a text is JSON. */
  public boolean matches(Map<String, Object> record) {
    if (machine == null) {
      return true;
    }
    try {
      return !machine.rulesForJSONEvent(JsonText.write(record)).isEmpty();
    } catch (Exception e) { // the library declares all
      return false;
    }
  }
}
