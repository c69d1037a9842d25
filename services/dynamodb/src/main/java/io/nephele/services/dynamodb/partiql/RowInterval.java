package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.expressions.ItemTest;
import io.nephele.services.dynamodb.expressions.Operand;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Value;

/**
 * The rows of a partition whose sort keys lie between two values.
 *
 * @param low null if there is no bound below
 * @param lowIncluded whether the low bound itself belongs to it
 * @param high null if there is no bound above
 * @param highIncluded whether the high bound itself belongs to it
 */
record RowInterval(Value low, boolean lowIncluded, Value high, boolean highIncluded) {

  /** The rows that a test on the sort key leaves; null if they do not lie between two values. */
  static RowInterval of(ItemTest test) {
    return switch (test) {
      case ItemTest.Comparison comparison -> of(comparison);
      case ItemTest.Between between ->
          new RowInterval(value(between.low()), true, value(between.high()), true);
      case ItemTest.BeginsWith begins -> {
        Value prefix = value(begins.prefix());
        yield prefix instanceof Value.S text
            ? new RowInterval(text, true, new Value.S(text.value() + "\uDBFF\uDFFF"), true)
            : null;
      }
      default -> null;
    };
  }

  private static RowInterval of(ItemTest.Comparison comparison) {
    boolean turned = comparison.left() instanceof Operand.Literal;
    Value value = value(turned ? comparison.left() : comparison.right());
    ItemTest.Comparator comparator =
        turned ? comparison.comparator().turned() : comparison.comparator();
    return switch (comparator) {
      case EQ -> new RowInterval(value, true, value, true);
      case LT -> new RowInterval(null, false, value, false);
      case LE -> new RowInterval(null, false, value, true);
      case GT -> new RowInterval(value, false, null, false);
      case GE -> new RowInterval(value, true, null, false);
      case NE -> null;
    };
  }

  private static Value value(Operand operand) {
    return ((Operand.Literal) operand).value();
  }

  /** Whether some row may lie in both. */
  boolean overlaps(RowInterval other) {
    return !endsBefore(other) && !other.endsBefore(this);
  }

  private boolean endsBefore(RowInterval other) {
    if (high == null || other.low == null || high.kind() != other.low.kind()) {
      return false;
    }
    int order = KeyValues.compare(high, other.low);
    return order < 0 || order == 0 && !(highIncluded && other.lowIncluded);
  }
}
