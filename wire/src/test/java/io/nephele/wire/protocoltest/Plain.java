package io.nephele.wire.protocoltest;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Document;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values in a form that compares and prints: structures as maps, streamed blobs as bytes, equal
 * numbers alike.
 */
final class Plain {
  private Plain() {}

  static Object of(Object value) {
    return switch (value) {
      case null -> null;
      case Struct struct -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Member member : struct.shape().members()) {
          Object plain = of(struct.get(member));
          if (plain != null) {
            map.put(member.name(), plain);
          }
        }
        yield map;
      }
      case Map<?, ?> entries -> {
        Map<String, Object> map = new LinkedHashMap<>();
        entries.forEach((key, item) -> map.put((String) key, of(item)));
        yield map;
      }
      case List<?> items -> {
        List<Object> list = new ArrayList<>();
        items.forEach(item -> list.add(of(item)));
        yield list;
      }
      case Document document -> java.util.Arrays.asList("document", of(document.value()));
      case Body body -> read(body);
      case Bytes bytes -> bytes;
      case Double number -> Double.isFinite(number) ? decimal(number) : number.toString();
      case Float number -> Float.isFinite(number) ? decimal(number) : number.toString();
      case Number number -> decimal(number);
      default -> value;
    };
  }

  static BigDecimal decimal(Number number) {
    BigDecimal decimal = new BigDecimal(number.toString());
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  /** A streamed blob without bytes is as good as none. */
  private static Object read(Body body) {
    Bytes bytes = bytes(body);
    return bytes.length() == 0 ? null : bytes;
  }

  static Bytes bytes(Body body) {
    try (InputStream in = body.open()) {
      return Bytes.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
