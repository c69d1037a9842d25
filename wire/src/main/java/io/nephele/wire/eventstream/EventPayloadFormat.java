package io.nephele.wire.eventstream;

import io.nephele.model.Struct;

/** How a protocol writes the structure in an event's payload: as JSON, XML or CBOR. */
public interface EventPayloadFormat {
  /** The content type of structured payloads, for example {@code application/json}. */
  String contentType();

  /** The members that are set, without those that travel as headers of the event. */
  byte[] write(Struct struct);

  /**
   * Reads members into a struct. An error that AWS answers to malformed bytes is thrown as such.
   */
  void read(byte[] payload, Struct into);
}
