package io.nephele.services.scheduler;

import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests as people write them for universal targets: members are found whatever case their
 * letters have, because AWS's SDKs name some of them otherwise than its models, and bytes are the
 * text itself.
 */
final class StructsOfJson {
  private StructsOfJson() {}

  /** The request that a JSON object says. */
  static Struct read(String json, Shape shape) {
    Object parsed = JsonText.parse(json);
    if (!(parsed instanceof Map<?, ?> object)) {
      throw SchedulerErrors.validation("Invalid RequestJson provided. Reason Malformed JSON.");
    }
    Struct request = new Struct(shape);
    Map<String, Object> named = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      Member member = member(shape, (String) entry.getKey());
      if (member.target().streaming()) {
        request.set(member, Body.of(Bytes.utf8(text(entry.getValue()))));
      } else {
        named.put(member.name(), named(entry.getValue(), member.target()));
      }
    }
    try {
      JsonCodec.MEMBER_NAMES.read(JsonText.write(named).getBytes(StandardCharsets.UTF_8), request);
    } catch (AwsException e) {
      throw SchedulerErrors.validation(
          "Invalid RequestJson provided. Reason "
              + (e.getMessage() == null ? e.code() : e.getMessage())
              + ".");
    }
    return request;
  }

  private static Member member(Shape shape, String name) {
    Member exact = shape.member(name);
    if (exact != null) {
      return exact;
    }
    for (Member member : shape.members()) {
      if (member.name().equalsIgnoreCase(name)) {
        return member;
      }
    }
    throw SchedulerErrors.validation(
        "Invalid RequestJson provided. Reason The field '" + name + "' is not supported.");
  }

  /** The same value with the model's names and with bytes as JSON has them. */
  private static Object named(Object value, Shape shape) {
    if (value == null) {
      return null;
    }
    return switch (shape.type()) {
      case STRUCTURE, UNION -> {
        if (!(value instanceof Map<?, ?> object)) {
          yield value;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : object.entrySet()) {
          Member member = member(shape, (String) entry.getKey());
          named.put(member.name(), named(entry.getValue(), member.target()));
        }
        yield named;
      }
      case LIST -> {
        if (!(value instanceof List<?> list)) {
          yield value;
        }
        List<Object> named = new ArrayList<>();
        for (Object item : list) {
          named.add(named(item, shape.listMember().target()));
        }
        yield named;
      }
      case MAP -> {
        if (!(value instanceof Map<?, ?> map)) {
          yield value;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          named.put((String) entry.getKey(), named(entry.getValue(), shape.mapValue().target()));
        }
        yield named;
      }
      case BLOB -> Base64.getEncoder().encodeToString(text(value).getBytes(StandardCharsets.UTF_8));
      case TIMESTAMP -> seconds(value);
      default -> value;
    };
  }

  /** A time as JSON has it, where it is written as people do. */
  private static Object seconds(Object value) {
    try {
      return value instanceof String text ? Instant.parse(text).getEpochSecond() : value;
    } catch (DateTimeParseException e) {
      return value;
    }
  }

  private static String text(Object value) {
    return value instanceof String text ? text : JsonText.write(value);
  }
}
