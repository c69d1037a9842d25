package io.nephele.wire.json;

import io.nephele.model.Struct;
import io.nephele.wire.eventstream.EventPayloadFormat;
import io.nephele.wire.http.GrowingBytes;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON in the events of event streams. */
public final class JsonEventPayload implements EventPayloadFormat {
  /** With the members' own names, for awsJson. */
  public static final JsonEventPayload MEMBER_NAMES = new JsonEventPayload(JsonCodec.MEMBER_NAMES);

  /** With {@code jsonName} where the model gives one, for restJson1. */
  public static final JsonEventPayload JSON_NAMES = new JsonEventPayload(JsonCodec.JSON_NAMES);

  private final JsonCodec codec;

  private JsonEventPayload(JsonCodec codec) {
    this.codec = codec;
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] write(Struct struct) {
    GrowingBytes out = new GrowingBytes();
    try {
      codec.write(out, struct, EventPayloadFormat.payloadMembers(struct));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.bytes().toArray();
  }

  @Override
  public void read(byte[] payload, Struct into) {
    codec.read(payload, into);
  }
}
