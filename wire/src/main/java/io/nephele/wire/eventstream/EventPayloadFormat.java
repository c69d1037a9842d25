package io.nephele.wire.eventstream;

import io.nephele.model.EventStream;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;

/** How a protocol writes the structure in an event's payload: as JSON, XML or CBOR. */
public interface EventPayloadFormat {
  /** The content type of structured payloads, for example {@code application/json}. */
  String contentType();

  /** The members that are written into the payload: not the event's headers, and not a stream. */
  static List<Member> payloadMembers(Struct struct) {
    List<Member> members = new ArrayList<>(struct.shape().members().size());
    for (Member member : struct.shape().members()) {
      if (!member.eventHeader() && !(struct.get(member) instanceof EventStream)) {
        members.add(member);
      }
    }
    return members;
  }

  /** The members that are set, without those that travel as headers of the event. */
  byte[] write(Struct struct);

  /**
   * Reads members into a struct. An error that AWS answers to malformed bytes is thrown as such.
   */
  void read(byte[] payload, Struct into);
}
