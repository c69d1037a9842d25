package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.expressions.ItemTest;
import io.nephele.services.dynamodb.expressions.Operand;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What stands after WHERE.
 *
 * @param tests all of them have to hold
 * @param attributes the names of attributes that they look at
 * @param nestedAttributes those that they look into
 */
record Where(List<ItemTest> tests, Set<String> attributes, Set<String> nestedAttributes) {

  /** The value that an attribute has to equal; null if there is none. */
  Value equality(String attribute) {
    for (ItemTest test : tests) {
      Value value = equality(test, attribute);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The value that an attribute has to equal for the test to hold; null if it may be others. */
  static Value equality(ItemTest test, String attribute) {
    if (test instanceof ItemTest.Comparison comparison
        && comparison.comparator() == ItemTest.Comparator.EQ) {
      if (is(comparison.left(), attribute)
          && comparison.right() instanceof Operand.Literal literal) {
        return literal.value();
      }
      if (is(comparison.right(), attribute)
          && comparison.left() instanceof Operand.Literal literal) {
        return literal.value();
      }
    }
    return null;
  }

  /** Whether an operand is that attribute. */
  static boolean is(Operand operand, String attribute) {
    return operand instanceof DocumentPath path
        && !path.isNested()
        && path.attribute().equals(attribute);
  }

  /**
   * The one value that a write has for an attribute of the key.
   *
   * @throws io.nephele.model.AwsException if there is none, or more
   */
  Value keyValue(String attribute, boolean hash) {
    Value found = null;
    for (ItemTest test : tests) {
      Value value = equality(test, attribute);
      if (value != null && found != null) {
        throw Validation.error(
            hash
                ? "Only single equality condition should be present on hash key " + attribute
                : "Multiple conditions on same key "
                    + attribute
                    + ". Only single item Update/Insert/Delete are supported");
      }
      found = value == null ? found : value;
    }
    if (found == null) {
      throw StatementErrors.noKey();
    }
    return found;
  }

  /** The tests but for those that say what the attributes of a key equal. */
  List<ItemTest> without(List<String> key) {
    List<ItemTest> rest = new ArrayList<>(tests.size());
    for (ItemTest test : tests) {
      boolean ofKey = false;
      for (String attribute : key) {
        ofKey |= equality(test, attribute) != null;
      }
      if (!ofKey) {
        rest.add(test);
      }
    }
    return rest;
  }

  /** The condition that a test is, which looks at no more than this. */
  Condition condition(ItemTest test) {
    return new Condition(test, attributes, nestedAttributes);
  }
}
