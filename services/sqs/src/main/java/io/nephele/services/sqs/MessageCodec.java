package io.nephele.services.sqs;

import io.nephele.core.store.Codec;
import io.nephele.core.store.RecordCodec;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Messages as they are stored: what every message has one after the other, so that it is neither
 * named nor copied when read, and what few have as a record that may gain fields. Messages are what
 * there is most of and what is read and written most.
 */
final class MessageCodec implements Codec<Message> {
  private static final int ID = 16;
  private static final int FIXED = 2 * ID + Short.BYTES + Integer.BYTES;
  private static final byte[] NONE = {};

  /** What few messages have; see {@link Message}. */
  record Rest(
      Map<String, Attribute> attributes,
      String trace,
      String group,
      String dedup,
      String source,
      int delay,
      Envelope envelope) {}

  /** Made when the first message has one of these, because it looks into the record. */
  private static final class Rests {
    static final Codec<Rest> CODEC = RecordCodec.of(Rest.class);
  }

  @Override
  public byte[] encode(Message message) {
    byte[] sender = message.sender().getBytes(StandardCharsets.UTF_8);
    byte[] rest = isPlain(message) ? NONE : Rests.CODEC.encode(rest(message));
    int length = FIXED + sender.length + rest.length + message.body().length();
    return ByteBuffer.allocate(length)
        .put(message.id().toBuffer())
        .put(message.md5().toBuffer())
        .putShort((short) sender.length)
        .put(sender)
        .putInt(rest.length)
        .put(rest)
        .put(message.body().toBuffer())
        .array();
  }

  @Override
  public Message decode(byte[] stored) {
    ByteBuffer from = ByteBuffer.wrap(stored).position(2 * ID);
    byte[] sender = new byte[from.getShort()];
    from.get(sender);
    byte[] rest = new byte[from.getInt()];
    from.get(rest);
    Bytes id = Bytes.of(stored, 0, ID);
    Bytes md5 = Bytes.of(stored, ID, ID);
    Bytes body = Bytes.of(stored, from.position(), from.remaining());
    String by = new String(sender, StandardCharsets.UTF_8);
    if (rest.length == 0) {
      return new Message(id, body, md5, by, Map.of(), null, null, null, null, 0);
    }
    Rest has = Rests.CODEC.decode(rest);
    return new Message(
        id,
        body,
        md5,
        by,
        has.attributes,
        has.trace,
        has.group,
        has.dedup,
        has.source,
        has.delay,
        has.envelope);
  }

  private static boolean isPlain(Message message) {
    return message.attributes().isEmpty()
        && message.trace() == null
        && message.group() == null
        && message.dedup() == null
        && message.source() == null
        && message.delay() == 0
        && message.envelope() == null;
  }

  private static Rest rest(Message message) {
    return new Rest(
        message.attributes(),
        message.trace(),
        message.group(),
        message.dedup(),
        message.source(),
        message.delay(),
        message.envelope());
  }
}
