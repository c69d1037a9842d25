package io.nephele.wire.xml;

import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.eventstream.EventPayloadFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Structures in the events of restXml, whose content type is {@code text/xml}. */
final class XmlEventFormat implements EventPayloadFormat {
  private final XmlBodyFormat documents = new XmlBodyFormat();

  @Override
  public String contentType() {
    return "text/xml";
  }

  @Override
  public byte[] write(Struct struct) {
    Shape shape = struct.shape();
    if (shape.members().isEmpty()) {
      return new byte[0]; // S3's Cont and End events have no payload at all
    }
    XmlWriter xml = new XmlWriter().declaration().start(shape.xmlName());
    XmlStructWriter writer = new XmlStructWriter(xml);
    writer.root(struct, null);
    for (Member member : shape.members()) {
      Object value = struct.get(member);
      if (value != null && !member.eventHeader() && !member.xmlAttribute()) {
        writer.member(member, value);
      }
    }
    return xml.end(shape.xmlName()).toBytes().toArray();
  }

  @Override
  public void read(byte[] payload, Struct into) {
    try {
      documents.readMembers(new ByteArrayInputStream(payload), into, into.shape().members());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }
}
