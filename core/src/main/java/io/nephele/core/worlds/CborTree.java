package io.nephele.core.worlds;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads CBOR without knowing what it says. Nesting is bounded. */
final class CborTree {
  private static final int MAX_NESTING = 100;
  private static final long NANOS = 1_000_000_000L;

  /** September 2001, when the numbers of such times got their nineteenth digit. */
  private static final long EARLIEST = 1_000_000_000L * NANOS;

  /** The beginning of the year 2200. */
  private static final long LATEST = 7_258_118_400L * NANOS;

  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private CborTree() {}

  /** The map that these bytes are, or null if they are anything else. */
  static Map<String, Object> map(byte[] stored) {
    int major = stored[0] & 0xE0;
    if (major != 0xA0) {
      return null;
    }
    try (CBORParser from = FACTORY.createParser(stored)) {
      if (from.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Map<String, Object> map = readMap(from);
      return from.nextToken() == null ? map : null;
    } catch (IOException | RuntimeException notCbor) {
      return null;
    }
  }

  private static Map<String, Object> readMap(CBORParser from) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name = from.nextFieldName(); name != null; name = from.nextFieldName()) {
      from.nextToken();
      map.put(name, readValue(from));
    }
    if (from.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("a map that does not end");
    }
    return map;
  }

  private static List<Object> readList(CBORParser from) throws IOException {
    List<Object> list = new ArrayList<>();
    while (from.nextToken() != JsonToken.END_ARRAY) {
      list.add(readValue(from));
    }
    return list;
  }

  private static Object readValue(CBORParser from) throws IOException {
    JsonToken token = from.currentToken();
    if (token == null) {
      throw new IOException("a value that is not there");
    }
    return switch (token) {
      case START_OBJECT -> readMap(from);
      case START_ARRAY -> readList(from);
      case VALUE_STRING -> from.getText();
      case VALUE_NUMBER_INT -> number(from.getNumberValue());
      case VALUE_NUMBER_FLOAT -> from.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_EMBEDDED_OBJECT -> RowTree.of(Bytes.of(from.getBinaryValue()));
      case VALUE_NULL -> null;
      default -> throw new IOException("unexpected " + token);
    };
  }

  private static Object number(Number number) {
    if (number instanceof BigInteger) {
      return number;
    }
    long value = number.longValue();
    return value >= EARLIEST && value < LATEST
        ? Instant.ofEpochSecond(value / NANOS, value % NANOS).toString()
        : (Object) value;
  }
}
