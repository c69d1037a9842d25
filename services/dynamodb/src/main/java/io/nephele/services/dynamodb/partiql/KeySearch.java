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

  /** Rows of a partition. */
  private record Branch(Value partition, RowInterval rows) {}

  /**
   * A search.
   *
   * @param hash the name of the partition key
   * @param range the name of the sort key, or null
   * @throws io.nephele.model.AwsException if alternatives have rows in common
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
        if (range != null) {
          requireApart(any.tests());
        }
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

  /** The first test on the sort key that limits which rows are read. */
  private ItemTest rangeTest() {
    for (ItemTest test : where.tests()) {
      if (isOfRange(test)) {
        return test;
      }
    }
    return null;
  }

  /** Refuses alternatives that have rows of one partition in common. */
  private void requireApart(List<ItemTest> alternatives) {
    List<Branch> branches = new ArrayList<>();
    for (ItemTest alternative : alternatives) {
      Branch branch = branch(alternative);
      for (Branch other : branches) {
        if (branch != null
            && branch.partition.equals(other.partition)
            && branch.rows.overlaps(other.rows)) {
          throw Validation.error(
              "Overlapping conditions with range keys are not supported in where clause");
        }
      }
      if (branch != null) {
        branches.add(branch);
      }
    }
  }

  /** The rows that an alternative is about; null if it does not say it by equality and one test. */
  private Branch branch(ItemTest alternative) {
    if (!(alternative instanceof ItemTest.All all)) {
      return null;
    }
    Value partition = null;
    RowInterval rows = null;
    for (ItemTest test : all.tests()) {
      Value equal = Where.equality(test, hash);
      partition = equal == null ? partition : equal;
      rows = isOfRange(test) ? RowInterval.of(test) : rows;
    }
    return partition == null || rows == null ? null : new Branch(partition, rows);
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
