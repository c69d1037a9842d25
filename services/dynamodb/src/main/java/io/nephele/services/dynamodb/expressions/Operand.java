package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.values.Numbers;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.B;
import io.nephele.services.dynamodb.values.Value.BS;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.M;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.NS;
import io.nephele.services.dynamodb.values.Value.S;
import io.nephele.services.dynamodb.values.Value.SS;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What has a value in an expression, ready to be evaluated. */
public sealed interface Operand
    permits DocumentPath,
        Operand.Literal,
        Operand.Size,
        Operand.IfNotExists,
        Operand.ListAppend,
        Operand.Arithmetic {

  /** The value in that item; null if it has none there. */
  Value in(Map<String, Value> item);

  /** A value of the request. */
  record Literal(Value value) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      return value;
    }
  }

  /**
   * How large a value is: UTF-16 code units of a text, bytes of a binary value, elements of the
   * others.
   */
  record Size(Operand of) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      Value value = of.in(item);
      if (value == null) {
        return null;
      }
      int size =
          switch (value) {
            case S text -> text.value().length();
            case B bytes -> bytes.value().length();
            case SS set -> set.values().size();
            case NS set -> set.values().size();
            case BS set -> set.values().size();
            case L list -> list.values().size();
            case M map -> map.values().size();
            default -> -1;
          };
      return size < 0 ? null : N.of(size);
    }
  }

  /** An attribute's value, or another where there is none. */
  record IfNotExists(DocumentPath path, Operand otherwise) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      Value found = path.in(item);
      return found == null ? otherwise.in(item) : found;
    }
  }

  /** Two lists one after the other, in an update. */
  record ListAppend(Operand first, Operand second) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      Value left = UpdateErrors.require(first.in(item));
      Value right = UpdateErrors.require(second.in(item));
      if (!(left instanceof L head) || !(right instanceof L tail)) {
        throw UpdateErrors.wrongType();
      }
      List<Value> values = new ArrayList<>(head.values().size() + tail.values().size());
      values.addAll(head.values());
      values.addAll(tail.values());
      return new L(values);
    }
  }

  /** The sum or difference of two numbers, in an update. */
  record Arithmetic(boolean plus, Operand left, Operand right) implements Operand {
    @Override
    public Value in(Map<String, Value> item) {
      Value first = UpdateErrors.require(left.in(item));
      Value second = UpdateErrors.require(right.in(item));
      if (!(first instanceof N a) || !(second instanceof N b)) {
        throw UpdateErrors.wrongType();
      }
      return plus ? Numbers.add(a, b) : Numbers.subtract(a, b);
    }
  }
}
