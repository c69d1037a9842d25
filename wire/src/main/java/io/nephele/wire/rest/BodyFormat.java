package io.nephele.wire.rest;

import io.nephele.model.Member;
import io.nephele.model.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * How the REST protocols write the part of a request or response that is in the body: as JSON
 * (restJson1) or XML (restXml).
 */
public interface BodyFormat {
  /** The content type of structured bodies, for example {@code application/json}. */
  String contentType();

  /**
   * Reads a document whose top level holds some members of a structure into it; others are left as
   * they are. Empty content sets nothing.
   */
  void readMembers(InputStream content, Struct into, List<Member> members) throws IOException;

  /**
   * Reads a document that is one member's value (httpPayload of a structure, union, list, map or
   * document).
   */
  Object readPayload(InputStream content, Member payload) throws IOException;

  /** Writes those members of a structure that are set. */
  void writeMembers(OutputStream out, Struct struct, List<Member> members) throws IOException;

  /** Writes one member's value as the whole document. */
  void writePayload(OutputStream out, Member payload, Object value) throws IOException;
}
