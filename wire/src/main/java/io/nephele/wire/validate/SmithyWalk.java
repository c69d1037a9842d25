package io.nephele.wire.validate;

import io.nephele.model.Constraints;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.wire.validate.InputValidator.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walks a request in the way of servers that Smithy generates: every part has a path such as {@code
 * /tags/0/key}.
 */
final class SmithyWalk {
  private final ConstraintChecks checks;
  private final List<Field> fields = new ArrayList<>();

  SmithyWalk(ConstraintChecks checks) {
    this.checks = checks;
  }

  /** What is wrong, in the order of the model. */
  List<Field> walk(Struct struct) {
    structure(struct, "");
    return fields;
  }

  private void structure(Struct struct, String path) {
    for (Member member : struct.shape().members()) {
      Object value = struct.get(member);
      String memberPath = path + "/" + member.name();
      if (value != null) {
        value(member, value, memberPath);
      } else if (member.required()) {
        add("Value", memberPath, "Member must not be null");
      }
    }
  }

  private void value(Member member, Object value, String path) {
    check(member, value, path);
    switch (value) {
      case Struct struct -> structure(struct, path);
      case List<?> list -> {
        Member item = member.target().listMember();
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) != null) {
            value(item, list.get(i), path + "/" + i);
          }
        }
      }
      case Map<?, ?> map -> {
        Member key = member.target().mapKey();
        Member item = member.target().mapValue();
        map.forEach(
            (name, each) -> {
              check(key, name, path);
              if (each != null) {
                value(item, each, path + "/" + name);
              }
            });
      }
      default -> {
        // a simple value, which was checked
      }
    }
  }

  private void check(Member member, Object value, String path) {
    Constraints constraints = member.constraints();
    for (Violation violation : checks.of(constraints, value)) {
      boolean length = violation == Violation.MAX_LENGTH || violation == Violation.MIN_LENGTH;
      String subject = length ? "Value with length " + ConstraintChecks.length(value) : "Value";
      add(subject, path, violation.smithy(constraints));
    }
  }

  private void add(String subject, String path, String constraint) {
    fields.add(
        new Field(
            path, subject + " at '" + path + "' failed to satisfy constraint: " + constraint));
  }
}
