package io.nephele.services.dynamodb.values;

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
import java.util.Arrays;
import java.util.Map;

/** Writes an item's stored form; see {@link ItemCodec}. */
final class ItemWriter {
  private byte[] to;
  private int at;

  ItemWriter(int expected) {
    this.to = new byte[expected];
  }

  byte[] bytes() {
    return at == to.length ? to : Arrays.copyOf(to, at);
  }

  void octet(int value) {
    room(1);
    to[at++] = (byte) value;
  }

  /** A number that is not negative, seven bits a byte. */
  void count(int value) {
    room(5);
    while (value >= 0x80) {
      to[at++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    to[at++] = (byte) value;
  }

  void attributes(Map<String, Value> attributes) {
    count(attributes.size());
    for (Map.Entry<String, Value> attribute : attributes.entrySet()) {
      text(attribute.getKey());
      value(attribute.getValue());
    }
  }

  private void value(Value value) {
    switch (value) {
      case S text -> {
        octet(ItemCodec.TAG_S);
        text(text.value());
      }
      case N number -> {
        octet(ItemCodec.TAG_N);
        text(number.text());
      }
      case B bytes -> {
        octet(ItemCodec.TAG_B);
        run(bytes.value());
      }
      case BOOL bool -> octet(bool.value() ? ItemCodec.TAG_TRUE : ItemCodec.TAG_FALSE);
      case NULL nothing -> octet(ItemCodec.TAG_NULL);
      case SS set -> {
        int start = begin(ItemCodec.TAG_SS);
        count(set.values().size());
        for (String each : set.values()) {
          text(each);
        }
        end(start);
      }
      case NS set -> {
        int start = begin(ItemCodec.TAG_NS);
        count(set.values().size());
        for (N each : set.values()) {
          text(each.text());
        }
        end(start);
      }
      case BS set -> {
        int start = begin(ItemCodec.TAG_BS);
        count(set.values().size());
        for (Bytes each : set.values()) {
          run(each);
        }
        end(start);
      }
      case L list -> {
        int start = begin(ItemCodec.TAG_L);
        count(list.values().size());
        for (Value each : list.values()) {
          value(each);
        }
        end(start);
      }
      case M map -> {
        int start = begin(ItemCodec.TAG_M);
        attributes(map.values());
        end(start);
      }
    }
  }

  /** A collection is as long as its next four bytes say, so that it can be passed over. */
  private int begin(int tag) {
    octet(tag);
    room(4);
    at += 4;
    return at;
  }

  private void end(int start) {
    int length = at - start;
    for (int i = start - 1; i >= start - 4; i--) {
      to[i] = (byte) length;
      length >>>= 8;
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    count(bytes.length);
    room(bytes.length);
    System.arraycopy(bytes, 0, to, at, bytes.length);
    at += bytes.length;
  }

  private void run(Bytes run) {
    count(run.length());
    room(run.length());
    run.toBuffer().get(to, at, run.length());
    at += run.length();
  }

  private void room(int more) {
    if (to.length - at < more) {
      to = Arrays.copyOf(to, Math.max(to.length * 2, at + more));
    }
  }
}
