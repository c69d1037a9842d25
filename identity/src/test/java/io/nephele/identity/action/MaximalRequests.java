package io.nephele.identity.action;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Document;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes requests in which every member is there: those whose names say that they are ARNs hold one
 * of a resource of the operation, other texts say the member's name.
 */
final class MaximalRequests {
  private static final int DEEPEST = 6;

  private final String arn;
  private final String text;

  private MaximalRequests(String arn, String text) {
    this.arn = arn;
    this.text = text;
  }

  static Struct of(Operation operation) {
    return new MaximalRequests(arn(operation), null)
        .struct(operation.input(), new HashSet<>(), 0)
        .freeze();
  }

  /** A request in which all texts are the same. */
  static Struct of(Operation operation, String text) {
    return new MaximalRequests(null, text).struct(operation.input(), new HashSet<>(), 0).freeze();
  }

  /** An ARN of a resource that the operation's first action may be about; null if of none. */
  private static String arn(Operation operation) {
    ActionCatalog catalog = ActionCatalog.bundled();
    for (String action : catalog.actions(operation)) {
      int colon = action.indexOf(':');
      ServiceActions service = catalog.service(action.substring(0, colon));
      ActionDetails details = service == null ? null : service.action(action.substring(colon + 1));
      if (details != null && !details.resources().isEmpty()) {
        return service
            .resourceTypes()
            .get(details.resources().getFirst().type())
            .arnPatterns()
            .getFirst()
            .replace("${Partition}", "aws")
            .replace("${Region}", "eu-west-1")
            .replace("*", "any")
            .replace("${Account}", TestCalls.ACCOUNT)
            .replaceAll("\\$\\{(\\w+)}", "any$1");
      }
    }
    return null;
  }

  private Struct struct(Shape shape, Set<Shape> within, int depth) {
    Struct struct = new Struct(shape);
    within.add(shape);
    for (Member member : shape.members()) {
      struct.set(member, value(member.target(), member.name(), within, depth));
      if (shape.type() == ShapeType.UNION && struct.get(member) != null) {
        break;
      }
    }
    within.remove(shape);
    return struct;
  }

  private Object value(Shape shape, String name, Set<Shape> within, int depth) {
    return switch (shape.type()) {
      case STRING -> text != null ? text : arn != null && isArn(name) ? arn : name;
      case ENUM -> text != null ? text : name;
      case BOOLEAN -> true;
      case BYTE, SHORT, INTEGER, INT_ENUM -> 1;
      case LONG -> 1L;
      case FLOAT -> 1f;
      case DOUBLE -> 1d;
      case BIG_INTEGER -> BigInteger.ONE;
      case BIG_DECIMAL -> BigDecimal.ONE;
      case TIMESTAMP -> Instant.EPOCH;
      case BLOB -> shape.streaming() ? Body.EMPTY : Bytes.EMPTY;
      case DOCUMENT -> new Document(null);
      case LIST -> {
        Object element = value(shape.listMember().target(), name, within, depth);
        yield element == null ? List.of() : List.of(element);
      }
      case MAP -> {
        Object element = value(shape.mapValue().target(), name, within, depth);
        yield element == null ? Map.of() : Map.of(name, element);
      }
      case STRUCTURE, UNION ->
          shape.streaming() || depth >= DEEPEST || within.contains(shape)
              ? null
              : struct(shape, within, depth + 1);
    };
  }

  private static boolean isArn(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("arn") || lower.equals("resource") || lower.equals("resourcename");
  }
}
