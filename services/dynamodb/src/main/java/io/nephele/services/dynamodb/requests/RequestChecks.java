package io.nephele.services.dynamodb.requests;

import io.nephele.core.call.Handler;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Constraints;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.model.View;
import io.nephele.wire.validate.InputValidator;
import io.nephele.wire.validate.ValidationStyle;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Checks requests against the bounds of the model. Items have no bounds there and are most of what
 * comes, so they are not looked into; what is wrong is found out in a second, slower look, which
 * has AWS's words.
 */
public final class RequestChecks {
  private static final int MOST_TOLD = 10;

  private final InputValidator validator = new InputValidator();
  private final Map<Shape, Boolean> bounded = new ConcurrentHashMap<>();

  /** The handler, which is not called with requests that break a bound. */
  public <I extends View, O extends View> Handler<I, O> before(Handler<I, O> handler) {
    return (in, call) -> {
      check(in.struct());
      return handler.handle(in, call);
    };
  }

  /**
   * Checks a request.
   *
   * @throws AwsException if it breaks a bound
   */
  public void check(Struct request) {
    if (isWithin(request)) {
      return;
    }
    NewerWords.check(request);
    try {
      validator.validate(request, ValidationStyle.CORAL);
    } catch (AwsException e) {
      throw AwsException.client(
          "ValidationException",
          400,
          words(MemberOrder.ordered(request.shape().name(), e.getMessage())));
    }
  }

  /**
   * What is read from the request of a single write: what is wrong with it is told as AWS tells of
   * members that break bounds.
   */
  public static <T> T told(Supplier<T> read) {
    try {
      return read.get();
    } catch (AwsException e) {
      if (e.code().equals("ValidationException")) {
        throw AwsException.client(e.code(), 400, NewerWords.ONE + e.getMessage());
      }
      throw e;
    }
  }

  private boolean isWithin(Struct struct) {
    List<Member> members = struct.shape().members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Object value = struct.get(i);
      if (value == null) {
        if (member.required()) {
          return false;
        }
      } else if (!isWithin(member, value)) {
        return false;
      }
    }
    return true;
  }

  private boolean isWithin(Member member, Object value) {
    Constraints constraints = member.constraints();
    if (constraints != Constraints.NONE && breaks(constraints, value)) {
      return false;
    }
    Shape shape = member.target();
    if (!shape.type().isAggregate() || !isBounded(shape)) {
      return true;
    }
    switch (value) {
      case Struct struct -> {
        return isWithin(struct);
      }
      case List<?> list -> {
        Member item = shape.listMember();
        for (Object each : list) {
          if (each != null && !isWithin(item, each)) {
            return false;
          }
        }
      }
      case Map<?, ?> map -> {
        Member key = shape.mapKey();
        Member item = shape.mapValue();
        for (Map.Entry<?, ?> each : map.entrySet()) {
          if (!isWithin(key, each.getKey())
              || each.getValue() != null && !isWithin(item, each.getValue())) {
            return false;
          }
        }
      }
      default -> {
        return true;
      }
    }
    return true;
  }

  /** Whether anything in values of the shape has a bound. */
  private boolean isBounded(Shape shape) {
    Boolean known = bounded.get(shape);
    if (known == null) {
      known = findBounds(shape, new HashSet<>());
      bounded.put(shape, known);
    }
    return known;
  }

  private boolean findBounds(Shape shape, Set<Shape> looking) {
    if (!looking.add(shape)) {
      return false;
    }
    return switch (shape.type()) {
      case LIST -> hasBounds(shape.listMember(), looking);
      case MAP -> hasBounds(shape.mapKey(), looking) || hasBounds(shape.mapValue(), looking);
      case STRUCTURE, UNION -> {
        boolean found = false;
        for (Member member : shape.members()) {
          found |= member.required() || hasBounds(member, looking);
        }
        yield found;
      }
      default -> false;
    };
  }

  private boolean hasBounds(Member member, Set<Shape> looking) {
    // The bound of attribute names, 65,535 characters, is checked with the item's own.
    return member.constraints() != Constraints.NONE
            && !member.target().name().equals("AttributeName")
        || findBounds(member.target(), looking);
  }

  /** Whether a value may break its bounds; the second look decides. */
  private static boolean breaks(Constraints constraints, Object value) {
    return switch (value) {
      case String text -> breaks(constraints, text);
      case Number number -> breaks(constraints, number);
      case List<?> list -> constraints.uniqueItems() || breaksLength(constraints, list.size());
      case Map<?, ?> map -> breaksLength(constraints, map.size());
      case Bytes bytes -> breaksLength(constraints, bytes.length());
      default -> true;
    };
  }

  private static boolean breaks(Constraints constraints, String text) {
    if (!constraints.enumeration().isEmpty()) {
      return !constraints.enumeration().contains(text);
    }
    return breaksLength(constraints, text.length())
        || constraints.pattern() != null && !isNameOf(constraints.pattern(), text);
  }

  private static boolean breaks(Constraints constraints, Number number) {
    return constraints.minimum() != null
            && BigDecimal.valueOf(number.longValue()).compareTo(constraints.minimum()) < 0
        || constraints.maximum() != null
            && BigDecimal.valueOf(number.longValue()).compareTo(constraints.maximum()) > 0;
  }

  private static boolean breaksLength(Constraints constraints, int length) {
    return constraints.minLength() != null && length < constraints.minLength()
        || constraints.maxLength() != null && length > constraints.maxLength();
  }

  /** Whether the expression is the one of names, and the text is one. */
  private static boolean isNameOf(String expression, String text) {
    return expression.equals("^[a-zA-Z0-9_.-]+$") && isName(text);
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '_'
              || c == '-'
              || c == '.';
      if (!allowed) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** DynamoDB's expressions have no anchors, its value sets an order of their own. */
  private static String words(String message) {
    String words =
        message
            .replace("pattern: ^[a-zA-Z0-9_.-]+$", "pattern: [a-zA-Z0-9_.-]+")
            .replace(
                "[NONE, ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATED_NEW]",
                "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")
            .replace(
                "[ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES, SPECIFIC_ATTRIBUTES, COUNT]",
                "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]")
            .replace("set: [AND, OR]", "set: [OR, AND]")
            .replace("set: [S, N, B]", "set: [B, N, S]")
            .replace("set: [ALL, KEYS_ONLY, INCLUDE]", "set: [ALL, INCLUDE, KEYS_ONLY]")
            .replace(
                "[EQ, NE, IN, LE, LT, GE, GT, BETWEEN, NOT_NULL, NULL, CONTAINS, NOT_CONTAINS,"
                    + " BEGINS_WITH]",
                "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE,"
                    + " CONTAINS]");
    return atMost(words);
  }

  /** DynamoDB tells of ten mistakes at the most. */
  private static String atMost(String message) {
    int colon = message.indexOf(": ");
    String[] told = message.substring(colon + 2).split("; Value", -1);
    if (told.length <= MOST_TOLD) {
      return message;
    }
    StringBuilder fewer = new StringBuilder(MOST_TOLD + " validation errors detected: ");
    for (int i = 0; i < MOST_TOLD; i++) {
      fewer.append(i == 0 ? "" : "; Value").append(told[i]);
    }
    return fewer.toString();
  }
}
