package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.KeyCondition.Bound;
import io.nephele.services.dynamodb.expressions.KeyCondition.Clause;
import io.nephele.services.dynamodb.expressions.KeyCondition.Operator;
import io.nephele.services.dynamodb.expressions.KeyCondition.Part;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fits the comparisons of a key condition to the attributes of a key. */
final class KeyBinding {
  private final Map<String, Clause> clauses;
  private final List<Part> hash;
  private final List<Part> range;

  KeyBinding(Map<String, Clause> clauses, List<Part> hash, List<Part> range) {
    this.clauses = clauses;
    this.hash = hash;
    this.range = range;
  }

  Bound bind() {
    if (clauses.isEmpty()) {
      throw Validation.error("Conditions can be of length 1 or 2 only");
    }
    int attributes = hash.size() + range.size();
    if (clauses.size() > attributes) {
      throw Validation.error(
          "The number of query conditions ("
              + clauses.size()
              + ") exceeds the number of key attributes defined in the schema ("
              + attributes
              + ")");
    }
    requireOnlyKeys();
    List<Value> hashValues = new ArrayList<>(hash.size());
    for (Part part : hash) {
      Clause clause = clauses.get(part.attribute());
      if (clause.operator() != Operator.EQ) {
        throw Validation.error("Query key condition not supported");
      }
      requireTypes(part, clause);
      hashValues.add(clause.values().getFirst());
    }
    return bindRange(hashValues);
  }

  private void requireOnlyKeys() {
    int known = 0;
    for (Part part : hash) {
      if (!clauses.containsKey(part.attribute())) {
        throw missed(part);
      }
      known++;
    }
    Part free = null;
    for (Part part : range) {
      if (clauses.containsKey(part.attribute())) {
        known++;
      } else if (free == null) {
        free = part;
      }
    }
    if (known < clauses.size()) {
      throw free != null ? missed(free) : Validation.error("Query key condition not supported");
    }
  }

  private static RuntimeException missed(Part part) {
    return Validation.error("Query condition missed key schema element: " + part.attribute());
  }

  private Bound bindRange(List<Value> hashValues) {
    int last = range.size() - 1;
    while (last >= 0 && !clauses.containsKey(range.get(last).attribute())) {
      last--;
    }
    requireEqualBefore(last);
    List<Value> equal = new ArrayList<>(range.size());
    Clause rest = null;
    for (int i = 0; i <= last; i++) {
      Part part = range.get(i);
      Clause clause = clauses.get(part.attribute());
      if (clause.operator() == Operator.NOT_INDEXABLE) {
        throw Validation.error("Attempted conditional constraint is not an indexable operation");
      }
      requireTypes(part, clause);
      if (clause.operator() == Operator.EQ) {
        equal.add(clause.values().getFirst());
      } else {
        rest = clause;
      }
    }
    return new Bound(hashValues, equal, rest);
  }

  /** Of a sort key of many attributes only the last that is named may not be an equality. */
  private void requireEqualBefore(int last) {
    StringBuilder missing = new StringBuilder();
    for (int i = 0; i < last; i++) {
      Clause clause = clauses.get(range.get(i).attribute());
      if (clause == null || clause.operator() != Operator.EQ) {
        missing.append(missing.isEmpty() ? "" : ", ").append(range.get(i).attribute());
      }
    }
    if (!missing.isEmpty()) {
      throw Validation.error(
          "RANGE key attributes "
              + missing
              + " must have equality conditions specified in the query because a condition is"
              + " present on key attribute "
              + range.get(last).attribute());
    }
  }

  private static void requireTypes(Part part, Clause clause) {
    for (Value value : clause.values()) {
      if (value.kind() != part.type()) {
        throw Validation.parameters("Condition parameter type does not match schema type");
      }
      KeyValues.requireNotEmpty(part.attribute(), value);
    }
  }
}
