package io.nephele.wire.validate;

import io.nephele.model.Bytes;
import io.nephele.model.Constraints;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks a request in the way of most AWS services: paths such as {@code tags.1.member.key}; what is
 * wrong with the items of a list or map of simple values is told once, with all the constraints of
 * such an item.
 */
final class CoralWalk {
  private static final int MAX_SHOWN = 16_384;

  private final ConstraintChecks checks;
  private final List<String> messages = new ArrayList<>();

  CoralWalk(ConstraintChecks checks) {
    this.checks = checks;
  }

  /** What is wrong, in the order of the model. */
  List<String> walk(Struct struct) {
    structure(struct, "");
    return messages;
  }

  private void structure(Struct struct, String prefix) {
    List<Member> members = struct.shape().members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      Object value = struct.get(i);
      if (value == null) {
        if (member.required()) {
          messages.add(
              "Value null at '"
                  + prefix
                  + decapitalized(member.name())
                  + "' failed to satisfy constraint: Member must not be null");
        }
      } else if (!isOfService(struct.shape(), member)) {
        value(member, value, prefix);
      }
    }
  }

  /** Whether the service itself tells of a wrong value, in words of its own. */
  private static boolean isOfService(Shape shape, Member member) {
    return member.name().equals("Runtime") && shape.service().name().equals("lambda");
  }

  private void value(Member member, Object value, String prefix) {
    Constraints constraints = member.constraints();
    Shape shape = member.target();
    boolean inside = shape.type().isAggregate();
    if (constraints == Constraints.NONE && !inside) {
      return;
    }
    String path = prefix + decapitalized(member.name());
    Set<Violation> violations = checks.of(constraints, value);
    for (Violation violation : violations) {
      add(member, value, path, violation.coral(constraints));
    }
    if (inside) {
      inside(member, value, path);
    }
  }

  private void inside(Member member, Object value, String path) {
    switch (value) {
      case Struct struct -> structure(struct, path + ".");
      case List<?> list -> list(member, list, path);
      case Map<?, ?> map -> map(member, map, path);
      default -> {
        // an event stream, whose events are not there yet
      }
    }
  }

  private void list(Member member, List<?> list, String path) {
    Member item = member.target().listMember();
    if (item.target().type().isAggregate()) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) != null) {
          inside(item, list.get(i), path + "." + (i + 1) + ".member");
        }
      }
    } else if (anyBroken(item, list)) {
      add(member, list, path, "Member must satisfy constraint: " + all(item.constraints()));
    }
  }

  private void map(Member member, Map<?, ?> map, String path) {
    Member key = member.target().mapKey();
    Member item = member.target().mapValue();
    if (anyBroken(key, map.keySet())) {
      add(member, map, path, "Map keys must satisfy constraint: " + all(key.constraints()));
    }
    if (item.target().type().isAggregate()) {
      map.forEach(
          (name, each) -> {
            if (each != null) {
              inside(item, each, path + "." + name + ".member");
            }
          });
    }
    if (anyBroken(item, map.values())) {
      add(member, map, path, "Map value must satisfy constraint: " + all(item.constraints()));
    }
  }

  private boolean anyBroken(Member item, Collection<?> values) {
    Constraints constraints = item.constraints();
    if (constraints == Constraints.NONE) {
      return false;
    }
    for (Object value : values) {
      if (value != null && !checks.of(constraints, value).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static String all(Constraints constraints) {
    List<String> texts = new ArrayList<>();
    if (constraints.maxLength() != null) {
      texts.add(Violation.MAX_LENGTH.coral(constraints));
    }
    if (constraints.minLength() != null) {
      texts.add(Violation.MIN_LENGTH.coral(constraints));
    }
    if (constraints.maximum() != null) {
      texts.add(Violation.MAXIMUM.coral(constraints));
    }
    if (constraints.minimum() != null) {
      texts.add(Violation.MINIMUM.coral(constraints));
    }
    if (constraints.pattern() != null) {
      texts.add(Violation.PATTERN.coral(constraints));
    }
    if (!constraints.enumeration().isEmpty()) {
      texts.add(Violation.ENUMERATION.coral(constraints));
    }
    return texts.toString();
  }

  private void add(Member member, Object value, String path, String constraint) {
    String shown = "Value";
    if (!member.sensitive()) {
      StringBuilder text = new StringBuilder("Value '");
      append(value, text);
      text.setLength(Math.min(text.length(), MAX_SHOWN));
      shown = text.append('\'').toString();
    }
    messages.add(shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
  }

  /** Writes a value as AWS's own servers show it. */
  private static void append(Object value, StringBuilder text) {
    if (text.length() >= MAX_SHOWN) {
      return;
    }
    switch (value) {
      case Bytes bytes -> {
        int length = bytes.length();
        text.append("java.nio.HeapByteBuffer[pos=0 lim=").append(length);
        text.append(" cap=").append(length).append(']');
      }
      case Struct struct -> {
        text.append(struct.shape().name());
        String separator = "(";
        for (Member member : struct.shape().members()) {
          text.append(separator).append(decapitalized(member.name())).append('=');
          Object part = struct.get(member);
          append(part != null && member.sensitive() ? "***" : part, text);
          separator = ", ";
        }
        text.append(')');
      }
      case List<?> list -> {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
          text.append(i == 0 ? "" : ", ");
          append(list.get(i), text);
        }
        text.append(']');
      }
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(separator).append(entry.getKey()).append('=');
          append(entry.getValue(), text);
          separator = ", ";
        }
        text.append(map.isEmpty() ? "{}" : "}");
      }
      case null, default -> text.append(value);
    }
  }

  private static String decapitalized(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
