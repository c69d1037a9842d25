package io.nephele.services.lambda.state;

import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Structs as JSON objects: bytes in Base64, times in seconds since 1970. */
public final class StructJson {
  private StructJson() {}

  /** The members that are set. */
  public static Map<String, Object> of(Struct struct) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (Member member : struct.shape().members()) {
      Object value = struct.get(member);
      if (value != null) {
        object.put(member.name(), value(value));
      }
    }
    return object;
  }

  private static Object value(Object value) {
    return switch (value) {
      case Struct struct -> of(struct);
      case Bytes bytes -> Base64.getEncoder().encodeToString(bytes.toArray());
      case Instant time -> time.getEpochSecond();
      case List<?> list -> {
        List<Object> items = new ArrayList<>(list.size());
        list.forEach(each -> items.add(value(each)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach((key, each) -> entries.put((String) key, value(each)));
        yield entries;
      }
      default -> value;
    };
  }
}
