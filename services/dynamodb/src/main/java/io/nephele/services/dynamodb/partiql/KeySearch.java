package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.expressions.ItemTest;
import io.nephele.services.dynamodb.expressions.KeyCondition;
import io.nephele.services.dynamodb.expressions.Operand;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds in the conditions of a SELECT which partitions have to be read, and what of them. */
final class KeySearch {
  private final Where where;
  private final String hash;
  private final String range;
  private final List<Value> hashValues;
  private final ItemTest rangeTest;

  /**
   * A search.
   *
   * @param hash the name of the partition key
   * @param range the name of the sort key, or null
   * @throws io.nephele.model.AwsException if more than one condition is on the sort key
   */
  KeySearch(Where where, String hash, String range) {
    this.where = where;
    this.hash = hash;
    this.range = range;
    this.hashValues = hashValues();
    this.rangeTest = hashValues == null || range == null ? null : rangeTest();
  }

  /** The values of the partition key that items can have; null if these are not limited. */
  List<Value> partitions() {
    return hashValues;
  }

  /** Whether items of those partitions and keys meet all conditions. */
  boolean findsAll() {
    int found = hashValues == null ? 0 : where.equality(hash) == null ? 0 : 1;
    return where.tests().size() == found + (rangeTest == null ? 0 : 1);
  }

  /** What is read of a partition, one of those that were found. */
  KeyCondition keys(Value partition) {
    ItemTest test =
        new ItemTest.Comparison(
            ItemTest.Comparator.EQ, DocumentPath.of(hash), new Operand.Literal(partition));
    if (rangeTest != null) {
      test = new ItemTest.And(test, rangeTest);
    }
    return KeyCondition.of(new Condition(test, Set.of(), Set.of()));
  }

  private List<Value> hashValues() {
    Value one = where.equality(hash);
    if (one != null) {
      return List.of(one);
    }
    for (ItemTest test : where.tests()) {
      Set<Value> values = values(test);
      if (values != null) {
        return List.copyOf(values);
      }
    }
    return null;
  }

  /** The values that the partition key has if the test holds; null if it can have any. */
  private Set<Value> values(ItemTest test) {
    return switch (test) {
      case ItemTest.Comparison comparison -> {
        Value value = Where.equality(comparison, hash);
        yield value == null ? null : Set.of(value);
      }
      case ItemTest.In in -> in(in);
      case ItemTest.Any any -> {
        Set<Value> all = new LinkedHashSet<>();
        for (ItemTest each : any.tests()) {
          Set<Value> values = values(each);
          if (values == null) {
            yield null;
          }
          all.addAll(values);
        }
        yield all;
      }
      case ItemTest.All all -> {
        for (ItemTest each : all.tests()) {
          Set<Value> values = values(each);
          if (values != null) {
            yield values;
          }
        }
        yield null;
      }
      default -> null;
    };
  }

  private Set<Value> in(ItemTest.In in) {
    if (!Where.is(in.value(), hash)) {
      return null;
    }
    Set<Value> values = new LinkedHashSet<>();
    for (Operand candidate : in.candidates()) {
      if (!(candidate instanceof Operand.Literal literal)) {
        return null;
      }
      values.add(literal.value());
    }
    return values;
  }

  private ItemTest rangeTest() {
    List<ItemTest> found = new ArrayList<>(1);
    for (ItemTest test : where.tests()) {
      if (isOfRange(test)) {
        found.add(test);
      }
    }
    if (found.size() > 1) {
      throw Validation.error(
          "Overlapping conditions with range keys are not supported in where clause");
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private boolean isOfRange(ItemTest test) {
    return switch (test) {
      case ItemTest.Comparison comparison ->
          comparison.comparator() != ItemTest.Comparator.NE
              && (Where.is(comparison.left(), range) && isValue(comparison.right())
                  || Where.is(comparison.right(), range) && isValue(comparison.left()));
      case ItemTest.Between between ->
          Where.is(between.value(), range) && isValue(between.low()) && isValue(between.high());
      case ItemTest.BeginsWith begins ->
          Where.is(begins.value(), range) && isValue(begins.prefix());
      default -> false;
    };
  }

  private static boolean isValue(Operand operand) {
    return operand instanceof Operand.Literal;
  }
}
