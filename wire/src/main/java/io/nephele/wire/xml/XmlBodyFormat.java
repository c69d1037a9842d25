package io.nephele.wire.xml;

import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.model.XmlNamespace;
import io.nephele.wire.rest.BodyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Bodies of restXml. Documents are bounded in length, depth and number of elements; document types
 * and entities are refused.
 */
public final class XmlBodyFormat implements BodyFormat {
  private static final long MAX_LENGTH = 16L << 20;

  /**
   * Made on first use: loading the JDK's parser takes tens of milliseconds. Its factory makes
   * readers from any thread.
   */
  private static final class Parser {
    static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      return factory;
    }
  }

  @Override
  public String contentType() {
    return "application/xml";
  }

  @Override
  public void readMembers(InputStream content, Struct into, List<Member> members)
      throws IOException {
    Shape shape = into.shape();
    read(
        content,
        shape.service(),
        shape.xmlName(),
        reader -> {
          reader.struct(into, members);
          return into;
        });
  }

  @Override
  public Object readPayload(InputStream content, Member payload) throws IOException {
    return read(
        content, payload.target().service(), payloadName(payload), reader -> reader.value(payload));
  }

  @Override
  public void writeMembers(OutputStream out, Struct struct, List<Member> members)
      throws IOException {
    Shape shape = struct.shape();
    XmlWriter xml = new XmlWriter().declaration().start(shape.xmlName());
    serviceNamespace(xml, shape);
    XmlStructWriter writer = new XmlStructWriter(xml);
    writer.root(struct, null);
    writer.members(struct, members);
    xml.end(shape.xmlName()).toBytes().writeTo(out);
  }

  @Override
  public void writePayload(OutputStream out, Member payload, Object value) throws IOException {
    XmlWriter xml = new XmlWriter().declaration();
    String name = payloadName(payload);
    Shape target = payload.target();
    if (target.type() == ShapeType.STRUCTURE || target.type() == ShapeType.UNION) {
      Struct struct = (Struct) value;
      XmlStructWriter writer = new XmlStructWriter(xml.start(name));
      if (payload.xmlNamespace() == null) {
        serviceNamespace(xml, target);
      }
      writer.root(struct, payload.xmlNamespace());
      writer.members(struct, target.members());
      xml.end(name);
    } else {
      new XmlStructWriter(xml).element(payload, name, value);
    }
    xml.toBytes().writeTo(out);
  }

  /** Declares the service's namespace on an element whose shape has none of its own. */
  static void serviceNamespace(XmlWriter xml, Shape shape) {
    XmlNamespace own = shape.xmlNamespace();
    XmlNamespace common = shape.service().xmlNamespace();
    if (common != null && (own == null || own.prefix() != null)) {
      xml.namespace(common.prefix(), common.uri());
    }
  }

  private static String payloadName(Member payload) {
    return payload.hasXmlName() ? payload.xmlName() : payload.target().xmlName();
  }

  @FunctionalInterface
  private interface Reading {
    Object read(XmlStructReader reader) throws XMLStreamException;
  }

  private static Object read(InputStream content, Service service, String rootName, Reading reading)
      throws IOException {
    PushbackInputStream bounded =
        new PushbackInputStream(new BoundedInputStream(content, MAX_LENGTH), 1);
    int first = bounded.read();
    if (first < 0) {
      return null;
    }
    bounded.unread(first);
    try {
      XMLStreamReader xml = Parser.FACTORY.createXMLStreamReader(bounded);
      try {
        XmlStructReader reader = new XmlStructReader(xml);
        reader.toRoot(rootName);
        Object value = reading.read(reader);
        reader.toEnd();
        return value;
      } finally {
        xml.close();
      }
    } catch (AwsException e) {
      throw e;
    } catch (XMLStreamException e) {
      throw unwrap(service, e);
    } catch (RuntimeException e) {
      // The JDK's parser answers some malformed documents with runtime exceptions of its own.
      throw XmlErrors.malformed(service);
    }
  }

  /**
   * An error of reading is passed on as what it is; everything else says that the document is
   * malformed.
   */
  private static AwsException unwrap(Service service, XMLStreamException error) throws IOException {
    for (Throwable cause = error; cause != null; cause = next(cause)) {
      if (cause instanceof BoundedInputStream.TooLongException) {
        return XmlErrors.tooLong();
      }
      if (cause instanceof AwsException answer) {
        return answer;
      }
      if (cause instanceof IOException reading
          && !(cause instanceof java.io.CharConversionException)) {
        throw reading;
      }
    }
    return XmlErrors.malformed(service);
  }

  private static Throwable next(Throwable error) {
    return error instanceof XMLStreamException xml && xml.getNestedException() != null
        ? xml.getNestedException()
        : error.getCause();
  }
}
