package io.nephele.wire.xml;

import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.rest.BodyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Results of S3 whose only member is the document itself ({@code s3UnwrappedXmlOutput}):
 * GetBucketLocation's.
 */
final class UnwrappedXmlFormat implements BodyFormat {
  private final XmlBodyFormat wrapped = new XmlBodyFormat();

  @Override
  public String contentType() {
    return wrapped.contentType();
  }

  @Override
  public void readMembers(InputStream content, Struct into, List<Member> members)
      throws IOException {
    wrapped.readMembers(content, into, members);
  }

  @Override
  public Object readPayload(InputStream content, Member payload) throws IOException {
    return wrapped.readPayload(content, payload);
  }

  @Override
  public void writeMembers(OutputStream out, Struct struct, List<Member> members)
      throws IOException {
    Member member = members.getFirst();
    Object value = struct.get(member);
    XmlWriter xml = new XmlWriter().declaration().start(member.xmlName());
    XmlBodyFormat.serviceNamespace(xml, struct.shape());
    if (value != null) {
      xml.text(ScalarText.format(member, value, TimestampFormat.DATE_TIME));
    }
    xml.end(member.xmlName()).toBytes().writeTo(out);
  }

  @Override
  public void writePayload(OutputStream out, Member payload, Object value) throws IOException {
    wrapped.writePayload(out, payload, value);
  }
}
