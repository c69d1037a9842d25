package io.nephele.services.events;

import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of connections as maps of JSON, as they are kept as secrets. */
final class AuthParameters {
  private AuthParameters() {}

  /** What a struct says, by the names of its members. */
  static Map<String, Object> of(Struct struct) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Member member : struct.shape().members()) {
      Object value = struct.get(member);
      if (value != null) {
        map.put(member.name(), plain(value));
      }
    }
    return map;
  }

  private static Object plain(Object value) {
    if (value instanceof Struct struct) {
      return of(struct);
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(each -> plain.add(plain(each)));
      return plain;
    }
    return value;
  }

  /** Parameters with those of another map in their places. */
  static Map<String, Object> merged(Map<?, ?> before, Map<?, ?> changes) {
    Map<String, Object> merged = new LinkedHashMap<>();
    before.forEach((name, value) -> merged.put((String) name, value));
    changes.forEach(
        (name, value) ->
            merged.merge(
                (String) name,
                value,
                (old, changed) ->
                    old instanceof Map<?, ?> from && changed instanceof Map<?, ?> to
                        ? merged(from, to)
                        : changed));
    return merged;
  }

  /** Sets what a map says of the members that a struct has; others are left out. */
  static Struct fill(Struct struct, Map<?, ?> map) {
    for (Member member : struct.shape().members()) {
      Object value = map.get(member.name());
      if (value instanceof Map<?, ?> nested) {
        struct.set(member, fill(new Struct(member.target()), nested));
      } else if (value instanceof List<?> list) {
        List<Object> filled = new ArrayList<>();
        for (Object each : list) {
          if (each instanceof Map<?, ?> item) {
            filled.add(shown(fill(new Struct(member.target().listMember().target()), item)));
          }
        }
        struct.set(member, filled);
      } else if (value != null) {
        struct.set(member, value);
      }
    }
    return struct;
  }

  /** A parameter without its value if that is secret. */
  private static Struct shown(Struct parameter) {
    if (Boolean.TRUE.equals(parameter.get("IsValueSecret"))) {
      parameter.set("Value", null);
    }
    return parameter;
  }
}
