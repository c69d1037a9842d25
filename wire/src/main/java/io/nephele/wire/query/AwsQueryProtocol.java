package io.nephele.wire.query;

import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.model.XmlNamespace;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.xml.XmlStructWriter;
import io.nephele.wire.xml.XmlWriter;

/** awsQuery: requests are forms or queries of URLs, responses are XML. */
public final class AwsQueryProtocol implements ServerProtocol {
  private static final String CONTENT_TYPE = "text/xml";
  private static final String QUEUE_URL = "QueueUrl";

  private final AwsQueryStructReader reader = new AwsQueryStructReader();

  @Override
  public Protocol protocol() {
    return Protocol.AWS_QUERY;
  }

  @Override
  public Struct decode(Operation operation, HttpRequest request) {
    QueryNode parameters = QueryParameters.of(request);
    if (isSqs(operation.service()) && operation.input().member(QUEUE_URL) != null) {
      queueUrl(parameters, request);
    }
    return reader.struct(operation.input(), parameters);
  }

  /** A request to the URL of a queue means that queue, unless it names another. */
  private static void queueUrl(QueryNode parameters, HttpRequest request) {
    if (parameters.child(QUEUE_URL) == null && request.path().length() > 1) {
      String origin = request.host() == null ? "" : "http://" + request.host();
      parameters.childOrNew(QUEUE_URL).put(origin + request.path());
    }
  }

  @Override
  public HttpResponse encode(Operation operation, Struct output, String requestId) {
    XmlWriter xml = begin(operation.service(), operation.name() + "Response");
    if (!operation.hasUnitOutput()) {
      String result = operation.name() + "Result";
      xml.start(result);
      new XmlStructWriter(xml).members(output, output.shape().members());
      xml.end(result);
    }
    xml.start("ResponseMetadata").element("RequestId", requestId).end("ResponseMetadata");
    xml.end(operation.name() + "Response");
    return QueryResponses.xml(200, CONTENT_TYPE, requestId, xml.toBytes());
  }

  @Override
  public HttpResponse encodeError(
      Service service, Operation operation, AwsException error, String requestId) {
    XmlWriter xml = begin(service, "ErrorResponse");
    xml.start("Error");
    xml.element("Type", error.clientFault() ? "Sender" : "Receiver");
    xml.element("Code", error.queryCode());
    QueryResponses.errorMembers(xml, error);
    if (isSqs(service)) {
      xml.start("Detail").end("Detail");
    }
    xml.end("Error").element("RequestId", requestId).end("ErrorResponse");
    return QueryResponses.xml(error.queryStatus(), CONTENT_TYPE, requestId, xml.toBytes());
  }

  private static XmlWriter begin(Service service, String element) {
    XmlWriter xml = new XmlWriter();
    if (isSqs(service)) {
      xml.shortDeclaration(); // of the query services only SQS has one
    }
    xml.start(element);
    XmlNamespace namespace = service == null ? null : service.xmlNamespace();
    if (namespace != null) {
      xml.namespace(namespace.prefix(), namespace.uri());
    }
    return xml;
  }

  private static boolean isSqs(Service service) {
    return service != null && service.name().equals("sqs");
  }
}
