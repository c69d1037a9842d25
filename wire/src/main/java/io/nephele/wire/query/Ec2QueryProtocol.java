package io.nephele.wire.query;

import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.model.XmlNamespace;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.xml.XmlStructWriter;
import io.nephele.wire.xml.XmlWriter;
import java.util.Set;

/**
 * ec2Query, which only EC2 speaks. Unlike awsQuery it refuses parameters that the operation does
 * not have.
 */
public final class Ec2QueryProtocol implements ServerProtocol {
  private static final String CONTENT_TYPE = "text/xml;charset=UTF-8";

  /** Parameters of every request, those of the older signatures included. */
  private static final Set<String> COMMON =
      Set.of(
          "Action",
          "Version",
          "AWSAccessKeyId",
          "Signature",
          "SignatureMethod",
          "SignatureVersion",
          "SecurityToken",
          "Timestamp",
          "Expires");

  private final Ec2QueryStructReader reader = new Ec2QueryStructReader();

  @Override
  public Protocol protocol() {
    return Protocol.EC2_QUERY;
  }

  @Override
  public Struct decode(Operation operation, HttpRequest request) {
    QueryNode parameters = QueryParameters.of(request);
    refuseUnknown(operation.input(), parameters);
    return reader.struct(operation.input(), parameters);
  }

  @Override
  public HttpResponse encode(Operation operation, Struct output, String requestId) {
    String element = operation.name() + "Response";
    XmlWriter xml = new XmlWriter().declaration().start(element);
    XmlNamespace namespace = operation.service().xmlNamespace();
    if (namespace != null) {
      xml.namespace(namespace.prefix(), namespace.uri());
    }
    xml.element("requestId", requestId);
    new XmlStructWriter(xml).members(output, output.shape().members());
    xml.end(element);
    return QueryResponses.xml(200, CONTENT_TYPE, requestId, xml.toBytes());
  }

  @Override
  public HttpResponse encodeError(
      Service service, Operation operation, AwsException error, String requestId) {
    XmlWriter xml = new XmlWriter().declaration().start("Response").start("Errors").start("Error");
    xml.element("Code", error.queryCode());
    QueryResponses.errorMembers(xml, error);
    xml.end("Error").end("Errors").element("RequestID", requestId).end("Response");
    return QueryResponses.xml(error.queryStatus(), CONTENT_TYPE, requestId, xml.toBytes());
  }

  private static void refuseUnknown(Shape input, QueryNode parameters) {
    for (String name : parameters.names()) {
      if (!COMMON.contains(name) && !name.startsWith("X-Amz-") && !isMember(input, name)) {
        throw AwsException.client(
            "UnknownParameter",
            400,
            "The parameter " + AwsQueryStructReader.shown(name) + " is not recognized");
      }
    }
  }

  private static boolean isMember(Shape input, String name) {
    for (Member member : input.members()) {
      if (Ec2QueryStructReader.parameterName(member).equals(name)) {
        return true;
      }
    }
    return false;
  }
}
