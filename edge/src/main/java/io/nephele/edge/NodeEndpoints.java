package io.nephele.edge;

import io.nephele.core.nodes.Node;
import io.nephele.core.nodes.Nodes;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Takes the messages of the other nodes of a world, and tells who they are. All other requests go
 * on to the next handler. Messages are signed with a secret that is in the nodes' common store.
 */
public final class NodeEndpoints implements HttpHandler {
  /** Where a node takes messages. */
  public static final String MESSAGES = "/_nephele/nodes/messages";

  private static final String NODES = "/_nephele/nodes";

  private final Nodes nodes;
  private final HttpHandler next;

  /** Endpoints of that node, with a handler for all other requests. */
  public NodeEndpoints(Nodes nodes, HttpHandler next) {
    this.nodes = nodes;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    return switch (request.path()) {
      case MESSAGES ->
          request.method().equals("POST")
              ? receive(request)
              : ControlEndpoints.methodNotAllowed(request, "POST");
      case NODES ->
          request.method().equals("GET") || request.method().equals("HEAD")
              ? list(nodes.all())
              : ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
      default -> next.handle(request);
    };
  }

  private HttpResponse receive(HttpRequest request) {
    byte[] message;
    try (InputStream body = request.body().open()) {
      message = body.readNBytes(Nodes.MAX_MESSAGE + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (message.length > Nodes.MAX_MESSAGE) {
      return PlainResponses.text(413, "A node's message has at most 4 MiB\n");
    }
    int status = nodes.receive(message, request.headers().first(Nodes.SIGNATURE));
    return status == 403
        ? PlainResponses.text(403, "Refused: no node of this world signed that\n")
        : PlainResponses.empty(status);
  }

  private static HttpResponse list(List<Node> nodes) {
    return PlainResponses.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("nodes");
          for (Node node : nodes) {
            json.writeStartObject();
            json.writeNumberField("number", node.number());
            json.writeStringField("id", node.id());
            json.writeStringField("address", node.address());
            json.writeBooleanField("alive", node.alive());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
