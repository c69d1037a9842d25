package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.B;
import io.nephele.services.dynamodb.values.Value.BS;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.NS;
import io.nephele.services.dynamodb.values.Value.S;
import io.nephele.services.dynamodb.values.Value.SS;
import java.util.List;
import java.util.Map;

/** What a condition is made of once all is resolved: either holds of an item or does not. */
public sealed interface ItemTest {

  /** Whether it holds. */
  boolean holds(Map<String, Value> item);

  /** Both. */
  record And(ItemTest left, ItemTest right) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      return left.holds(item) && right.holds(item);
    }
  }

  /** One at least. */
  record Or(ItemTest left, ItemTest right) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      return left.holds(item) || right.holds(item);
    }
  }

  /** All of them. */
  record All(List<ItemTest> tests) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      for (ItemTest test : tests) {
        if (!test.holds(item)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Any of them. */
  record Any(List<ItemTest> tests) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      for (ItemTest test : tests) {
        if (test.holds(item)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The contrary. */
  record Not(ItemTest test) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      return !test.holds(item);
    }
  }

  /** The ways in which two values are compared. */
  enum Comparator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    /** As expressions write it. */
    public String sign() {
      return sign;
    }

    /** The one of that sign. */
    public static Comparator of(String sign) {
      return switch (sign) {
        case "=" -> EQ;
        case "<>" -> NE;
        case "<" -> LT;
        case "<=" -> LE;
        case ">" -> GT;
        default -> GE;
      };
    }

    /** The one that says the same with the values the other way round. */
    public Comparator turned() {
      return switch (this) {
        case EQ, NE -> this;
        case LT -> GT;
        case LE -> GE;
        case GT -> LT;
        case GE -> LE;
      };
    }
  }

  /**
   * A comparison. Values of different types, or one that is not there, are unequal, and neither is
   * less.
   */
  record Comparison(Comparator comparator, Operand left, Operand right) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value a = left.in(item);
      Value b = right.in(item);
      if (a == null || b == null) {
        return comparator == Comparator.NE;
      }
      if (comparator == Comparator.EQ) {
        return a.equals(b);
      }
      if (comparator == Comparator.NE) {
        return !a.equals(b);
      }
      if (a.kind() != b.kind() || !KeyValues.isScalar(a)) {
        return false;
      }
      int order = KeyValues.compare(a, b);
      return switch (comparator) {
        case LT -> order < 0;
        case LE -> order <= 0;
        case GT -> order > 0;
        default -> order >= 0;
      };
    }
  }

  /** Whether a value is neither less than one nor greater than another. */
  record Between(Operand value, Operand low, Operand high) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value tested = value.in(item);
      Value least = low.in(item);
      Value most = high.in(item);
      return tested != null
          && least != null
          && most != null
          && tested.kind() == least.kind()
          && tested.kind() == most.kind()
          && KeyValues.isScalar(tested)
          && KeyValues.compare(least, tested) <= 0
          && KeyValues.compare(tested, most) <= 0;
    }
  }

  /** Whether a value equals one of others. */
  record In(Operand value, List<Operand> candidates) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value tested = value.in(item);
      if (tested == null) {
        return false;
      }
      for (Operand candidate : candidates) {
        if (tested.equals(candidate.in(item))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether something is there. */
  record Exists(DocumentPath path) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      return path.in(item) != null;
    }
  }

  /** Whether nothing is there. */
  record NotExists(DocumentPath path) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      return path.in(item) == null;
    }
  }

  /** Whether a value is of that type. */
  record HasType(Operand value, Value.Kind kind) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value tested = value.in(item);
      return tested != null && tested.kind() == kind;
    }
  }

  /** Whether a text or bytes begin with others. */
  record BeginsWith(Operand value, Operand prefix) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      Value tested = value.in(item);
      Value begin = prefix.in(item);
      if (tested instanceof S text && begin instanceof S start) {
        return text.value().startsWith(start.value());
      }
      return tested instanceof B bytes && begin instanceof B start && startsWith(bytes, start, 0);
    }

    static boolean startsWith(B bytes, B start, int at) {
      if (start.value().length() > bytes.value().length() - at) {
        return false;
      }
      for (int i = 0; i < start.value().length(); i++) {
        if (bytes.value().at(at + i) != start.value().at(i)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether a text or bytes have others in them, or a set or list such an element. */
  record Contains(Operand value, Operand part) implements ItemTest {
    @Override
    public boolean holds(Map<String, Value> item) {
      return holds(value.in(item), part.in(item));
    }

    static boolean holds(Value whole, Value part) {
      if (whole == null || part == null) {
        return false;
      }
      return switch (whole) {
        case S text -> part instanceof S piece && text.value().contains(piece.value());
        case B bytes -> part instanceof B piece && contains(bytes, piece);
        case SS set -> part instanceof S element && set.values().contains(element.value());
        case NS set -> part instanceof N element && set.values().contains(element);
        case BS set -> part instanceof B element && set.values().contains(element.value());
        case L list -> list.values().contains(part);
        default -> false;
      };
    }

    private static boolean contains(B bytes, B piece) {
      for (int at = 0; at + piece.value().length() <= bytes.value().length(); at++) {
        if (BeginsWith.startsWith(bytes, piece, at)) {
          return true;
        }
      }
      return false;
    }
  }
}
