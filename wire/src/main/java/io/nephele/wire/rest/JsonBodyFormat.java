package io.nephele.wire.rest;

import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.wire.json.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** JSON documents of restJson1. */
final class JsonBodyFormat implements BodyFormat {
  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public void readMembers(InputStream content, Struct into, List<Member> members)
      throws IOException {
    JsonCodec.JSON_NAMES.read(content, into, members);
  }

  @Override
  public Object readPayload(InputStream content, Member payload) throws IOException {
    return JsonCodec.JSON_NAMES.readValue(content, payload);
  }

  @Override
  public void writeMembers(OutputStream out, Struct struct, List<Member> members)
      throws IOException {
    JsonCodec.JSON_NAMES.write(out, struct, members);
  }

  @Override
  public void writePayload(OutputStream out, Member payload, Object value) throws IOException {
    JsonCodec.JSON_NAMES.writeValue(out, payload, value);
  }
}
