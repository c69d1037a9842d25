package io.nephele.wire.xml;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.model.XmlNamespace;
import io.nephele.wire.eventstream.EventPayloadFormat;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.rest.BodyFormat;
import io.nephele.wire.rest.RestProtocol;

/** restXml, with what S3 does in its own way. */
public final class RestXmlProtocol extends RestProtocol {
  private final XmlEventFormat events = new XmlEventFormat();
  private final BodyFormat unwrapped = new UnwrappedXmlFormat();

  /** The protocol. */
  public RestXmlProtocol() {
    super(Protocol.REST_XML, new XmlBodyFormat());
  }

  @Override
  protected BodyFormat resultFormat(Operation operation) {
    return operation.s3UnwrappedXmlOutput() ? unwrapped : super.resultFormat(operation);
  }

  @Override
  protected EventPayloadFormat eventFormat() {
    return events;
  }

  @Override
  protected boolean sendsEmptyDocument() {
    return false;
  }

  @Override
  protected String requestIdHeader() {
    return "x-amzn-RequestId";
  }

  @Override
  protected void writeRequestId(Service service, String requestId, Headers headers) {
    if (isS3(service)) {
      headers.add("x-amz-request-id", requestId).add("x-amz-id-2", S3HostId.of(requestId));
    } else {
      super.writeRequestId(service, requestId, headers);
    }
  }

  private static boolean isS3(Service service) {
    return service != null && service.noErrorWrapping();
  }

  @Override
  public HttpResponse encodeError(
      Service service, Operation operation, AwsException error, String requestId) {
    Headers headers = new Headers();
    writeRequestId(service, requestId, headers);
    Struct detail = error.detail();
    if (detail != null) {
      writeErrorHeaders(detail, headers);
    }
    error.headers().forEach(headers::set);
    boolean bodiless =
        operation != null && "HEAD".equals(operation.http().method()) || error.status() == 304;
    if (bodiless) {
      return new HttpResponse(error.status(), headers, Body.EMPTY);
    }
    XmlWriter xml = new XmlWriter().declaration();
    if (isS3(service)) {
      xml.start("Error");
      errorMembers(xml, error);
      xml.element("RequestId", requestId).element("HostId", S3HostId.of(requestId)).end("Error");
    } else {
      xml.start("ErrorResponse");
      XmlNamespace namespace = service == null ? null : service.xmlNamespace();
      if (namespace != null) {
        xml.namespace(namespace.prefix(), namespace.uri());
      }
      xml.start("Error").element("Type", error.clientFault() ? "Sender" : "Receiver");
      errorMembers(xml, error);
      xml.end("Error").element("RequestId", requestId).end("ErrorResponse");
    }
    headers.set("Content-Type", "application/xml");
    return new HttpResponse(error.status(), headers, Body.of(xml.toBytes()));
  }

  private void errorMembers(XmlWriter xml, AwsException error) {
    xml.element("Code", error.code());
    xml.element("Message", error.getMessage());
    error.elements().forEach(xml::element);
    Struct detail = error.detail();
    if (detail == null) {
      return;
    }
    XmlStructWriter writer = new XmlStructWriter(xml);
    for (Member member : errorBodyMembers(detail)) {
      String name = member.name();
      Object value = detail.get(member);
      if (value != null && !name.equalsIgnoreCase("message") && !name.equalsIgnoreCase("code")) {
        writer.member(member, value);
      }
    }
  }
}
