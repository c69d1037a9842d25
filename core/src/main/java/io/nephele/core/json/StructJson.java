package io.nephele.core.json;

import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Structs as JSON objects: bytes in Base64, times since 1970. */
public final class StructJson {
  private StructJson() {}

  /** The members that are set; times are in seconds. */
  public static Map<String, Object> of(Struct struct) {
    return of(struct, Instant::getEpochSecond);
  }

  /** The members that are set; times are in milliseconds. */
  public static Map<String, Object> inMilliseconds(Struct struct) {
    return of(struct, Instant::toEpochMilli);
  }

  private static Map<String, Object> of(Struct struct, ToLongFunction<Instant> times) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (Member member : struct.shape().members()) {
      Object value = struct.get(member);
      if (value != null) {
        object.put(member.name(), value(value, times));
      }
    }
    return object;
  }

  private static Object value(Object value, ToLongFunction<Instant> times) {
    return switch (value) {
      case Struct struct -> of(struct, times);
      case Bytes bytes -> Base64.getEncoder().encodeToString(bytes.toArray());
      case Instant time -> times.applyAsLong(time);
      case List<?> list -> {
        List<Object> items = new ArrayList<>(list.size());
        list.forEach(each -> items.add(value(each, times)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach((key, each) -> entries.put((String) key, value(each, times)));
        yield entries;
      }
      default -> value;
    };
  }
}
