package io.nephele.services.dynamodb.values;

import io.nephele.core.store.StoreException;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.Value.B;
import io.nephele.services.dynamodb.values.Value.BOOL;
import io.nephele.services.dynamodb.values.Value.BS;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.M;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.NS;
import io.nephele.services.dynamodb.values.Value.NULL;
import io.nephele.services.dynamodb.values.Value.S;
import io.nephele.services.dynamodb.values.Value.SS;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an item's stored form; see {@link ItemCodec}. */
final class ItemReader {
  private final byte[] from;
  private int at;

  ItemReader(byte[] from) {
    this.from = from;
  }

  int octet() {
    return from[at++] & 0xFF;
  }

  int count() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = from[at++];
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  Map<String, Value> attributes() {
    int size = count();
    Map<String, Value> attributes = LinkedHashMap.newLinkedHashMap(size);
    for (int i = 0; i < size; i++) {
      String name = text();
      attributes.put(name, value());
    }
    return attributes;
  }

  /** Those attributes that are asked for and there; the others are passed over. */
  Map<String, Value> attributes(Set<String> names) {
    int size = count();
    Map<String, Value> attributes = LinkedHashMap.newLinkedHashMap(Math.min(size, names.size()));
    for (int i = 0; i < size && attributes.size() < names.size(); i++) {
      String name = text();
      if (names.contains(name)) {
        attributes.put(name, value());
      } else {
        skip();
      }
    }
    return attributes;
  }

  /** The attribute of that name, or null. */
  Value attribute(byte[] name) {
    for (int left = count(); left > 0; left--) {
      int length = count();
      boolean wanted = length == name.length;
      for (int i = 0; wanted && i < length; i++) {
        wanted = from[at + i] == name[i];
      }
      at += length;
      if (wanted) {
        return value();
      }
      skip();
    }
    return null;
  }

  private Value value() {
    int tag = octet();
    return switch (tag) {
      case ItemCodec.TAG_S -> new S(text());
      case ItemCodec.TAG_N -> new N(ascii());
      case ItemCodec.TAG_B -> new B(run());
      case ItemCodec.TAG_TRUE -> BOOL.TRUE;
      case ItemCodec.TAG_FALSE -> BOOL.FALSE;
      case ItemCodec.TAG_NULL -> NULL.VALUE;
      default -> collection(tag);
    };
  }

  private Value collection(int tag) {
    at += 4;
    if (tag == ItemCodec.TAG_M) {
      return new M(attributes());
    }
    int size = count();
    switch (tag) {
      case ItemCodec.TAG_L -> {
        List<Value> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          values.add(value());
        }
        return new L(values);
      }
      case ItemCodec.TAG_SS -> {
        List<String> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          values.add(text());
        }
        return new SS(values);
      }
      case ItemCodec.TAG_NS -> {
        List<N> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          values.add(new N(ascii()));
        }
        return new NS(values);
      }
      case ItemCodec.TAG_BS -> {
        List<Bytes> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          values.add(run());
        }
        return new BS(values);
      }
      default -> throw new StoreException("no value begins with " + tag, null);
    }
  }

  private void skip() {
    int tag = octet();
    switch (tag) {
      case ItemCodec.TAG_S, ItemCodec.TAG_N, ItemCodec.TAG_B -> {
        int length = count();
        at += length;
      }
      case ItemCodec.TAG_TRUE, ItemCodec.TAG_FALSE, ItemCodec.TAG_NULL -> {
        // nothing follows
      }
      default -> {
        int length = 0;
        for (int i = 0; i < 4; i++) {
          length = length << 8 | octet();
        }
        at += length;
      }
    }
  }

  private String text() {
    int length = count();
    String text = new String(from, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private String ascii() {
    int length = count();
    String text = new String(from, at, length, StandardCharsets.ISO_8859_1);
    at += length;
    return text;
  }

  private Bytes run() {
    int length = count();
    Bytes run = Bytes.of(from, at, length);
    at += length;
    return run;
  }
}
