package io.nephele.wire.eventstream;

import io.nephele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Writes the headers of an event message. */
final class EventHeaderWriter {
  private static final int MAX_VALUE = 0x7fff;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
  private final DataOutputStream out = new DataOutputStream(bytes);

  void header(String name, Object value) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    if (utf8.length == 0 || utf8.length > 255) {
      throw new IllegalArgumentException("no name of an event header: " + name);
    }
    try {
      out.writeByte(utf8.length);
      out.write(utf8);
      value(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void value(Object value) throws IOException {
    switch (value) {
      case Boolean flag -> out.writeByte(flag ? 0 : 1);
      case Byte number -> {
        out.writeByte(2);
        out.writeByte(number);
      }
      case Short number -> {
        out.writeByte(3);
        out.writeShort(number);
      }
      case Integer number -> {
        out.writeByte(4);
        out.writeInt(number);
      }
      case Long number -> {
        out.writeByte(5);
        out.writeLong(number);
      }
      case Bytes blob -> {
        out.writeByte(6);
        sized(blob.toArray());
      }
      case String text -> {
        out.writeByte(7);
        sized(text.getBytes(StandardCharsets.UTF_8));
      }
      case Instant time -> {
        out.writeByte(8);
        out.writeLong(time.toEpochMilli());
      }
      case UUID uuid -> {
        out.writeByte(9);
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
      default ->
          throw new IllegalArgumentException("no value of an event header: " + value.getClass());
    }
  }

  private void sized(byte[] value) throws IOException {
    if (value.length > MAX_VALUE) {
      throw new IllegalArgumentException("an event header is longer than " + MAX_VALUE + " bytes");
    }
    out.writeShort(value.length);
    out.write(value);
  }
}
