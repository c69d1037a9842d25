package io.nephele.wire.eventstream;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.wire.SerializationErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The frames of {@code application/vnd.amazon.eventstream}: a prelude of two lengths and their CRC,
 * headers, a payload, and a CRC of all before it.
 */
public final class EventFrames {
  /** The most bytes that a frame may have. */
  public static final int MAX_FRAME = 24 << 20;

  private static final int MAX_HEADERS = 128 << 10;
  private static final int PRELUDE = 12;
  private static final int TRAILER = 4;

  private EventFrames() {}

  /**
   * Reads the next frame.
   *
   * @return the message, or null at the end of the stream
   * @throws AwsException if the bytes are no frame, its CRCs are wrong or it is too large
   */
  public static EventMessage read(InputStream in) throws IOException {
    byte[] prelude = in.readNBytes(PRELUDE);
    if (prelude.length == 0) {
      return null;
    }
    if (prelude.length < PRELUDE) {
      throw malformed("The event stream ends within a message");
    }
    ByteBuffer lengths = ByteBuffer.wrap(prelude);
    long total = lengths.getInt() & 0xffffffffL;
    long headersLength = lengths.getInt() & 0xffffffffL;
    if (crc(prelude, 8) != lengths.getInt()) {
      throw malformed("The checksum of an event message's prelude does not match");
    }
    if (total > MAX_FRAME || headersLength > MAX_HEADERS) {
      throw malformed("An event message is too large");
    }
    long payloadLength = total - PRELUDE - TRAILER - headersLength;
    if (payloadLength < 0) {
      throw malformed("The lengths in an event message's prelude contradict each other");
    }
    byte[] rest = in.readNBytes((int) total - PRELUDE);
    if (rest.length < total - PRELUDE) {
      throw malformed("The event stream ends within a message");
    }
    CRC32 crc = new CRC32();
    crc.update(prelude);
    crc.update(rest, 0, rest.length - TRAILER);
    if ((int) crc.getValue() != ByteBuffer.wrap(rest).getInt(rest.length - TRAILER)) {
      throw malformed("The checksum of an event message does not match");
    }
    byte[] payload = new byte[(int) payloadLength];
    System.arraycopy(rest, (int) headersLength, payload, 0, payload.length);
    return new EventMessage(headers(ByteBuffer.wrap(rest, 0, (int) headersLength)), payload);
  }

  /** The bytes of a message. */
  public static byte[] write(EventMessage message) {
    byte[] headers = headers(message.headers());
    int total = PRELUDE + headers.length + message.payload().length + TRAILER;
    byte[] frame = new byte[total];
    ByteBuffer out = ByteBuffer.wrap(frame);
    out.putInt(total).putInt(headers.length);
    out.putInt(crc(frame, 8));
    out.put(headers).put(message.payload());
    out.putInt(crc(frame, total - TRAILER));
    return frame;
  }

  private static Map<String, Object> headers(ByteBuffer in) {
    Map<String, Object> headers = new LinkedHashMap<>();
    try {
      while (in.hasRemaining()) {
        String name = text(bytes(in, in.get() & 0xff));
        headers.put(name, value(in));
      }
    } catch (BufferUnderflowException e) {
      throw malformed("The headers of an event message are cut off");
    }
    return headers;
  }

  private static Object value(ByteBuffer in) {
    return switch (in.get()) {
      case 0 -> true;
      case 1 -> false;
      case 2 -> in.get();
      case 3 -> in.getShort();
      case 4 -> in.getInt();
      case 5 -> in.getLong();
      case 6 -> Bytes.of(bytes(in, in.getShort() & 0xffff));
      case 7 -> text(bytes(in, in.getShort() & 0xffff));
      case 8 -> Instant.ofEpochMilli(in.getLong());
      case 9 -> new UUID(in.getLong(), in.getLong());
      default -> throw malformed("A header of an event message has an unknown type");
    };
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("A header of an event message is not in UTF-8");
    }
  }

  private static byte[] headers(Map<String, Object> headers) {
    EventHeaderWriter out = new EventHeaderWriter();
    headers.forEach(out::header);
    return out.toBytes();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static AwsException malformed(String message) {
    return SerializationErrors.of(message);
  }
}
