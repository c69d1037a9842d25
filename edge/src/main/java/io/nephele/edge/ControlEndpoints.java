package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.util.List;

/**
 * The endpoints that concern the program itself rather than the cloud it plays: coverage, reset,
 * stop. All other requests go on to the next handler.
 *
 * <p>They are as dangerous as they are handy: any web page that a developer visits can send
 * requests to a port of that developer's machine. So what changes something is refused to pages of
 * other sites ({@link BrowserGuard}), and stopping is for callers of the same machine.
 */
public final class ControlEndpoints implements HttpHandler {
  private final ControlPlane plane;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of that program, with a handler for all other requests. */
  public ControlEndpoints(ControlPlane plane, BrowserGuard guard, HttpHandler next) {
    this.plane = plane;
    this.guard = guard;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String path = request.path();
    if (!path.startsWith("/_")) {
      return next.handle(request);
    }
    return switch (path) {
      case "/_nephele/coverage" -> read(request, this::coverage);
      case "/_nephele/reset" -> change(request, false);
      case "/_nephele/stop" -> change(request, true);
      default ->
          path.startsWith("/_nephele/")
              ? PlainResponses.text(404, "There is no endpoint " + path + "\n")
              : next.handle(request);
    };
  }

  private static HttpResponse read(HttpRequest request, PlainResponses.JsonContent content) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return methodNotAllowed(request, "GET, HEAD");
    }
    return PlainResponses.json(200, content);
  }

  private void coverage(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", plane.version());
    json.writeObjectFieldStart("services");
    for (ServiceCoverage service : plane.coverage()) {
      json.writeObjectFieldStart(service.service());
      writeNames(json, "implemented", service.implemented());
      writeNames(json, "missing", service.missing());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeNames(JsonGenerator json, String field, List<String> names)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  private HttpResponse change(HttpRequest request, boolean stop) {
    if (!request.method().equals("POST")) {
      return methodNotAllowed(request, "POST");
    }
    if (!guard.allowsControl(request)) {
      return PlainResponses.text(403, "Refused: the request comes from a page of another site\n");
    }
    if (stop) {
      return stop(request);
    }
    try {
      Parameters parameters = Parameters.of(request.query(), "service", "account");
      plane.reset(parameters.first("service"), parameters.first("account"));
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
    return PlainResponses.empty(204);
  }

  private HttpResponse stop(HttpRequest request) {
    if (!BrowserGuard.isLoopbackAddress(request.remoteAddress())) {
      return PlainResponses.text(403, "Refused: only callers of the same machine may stop it\n");
    }
    plane.stop();
    return PlainResponses.empty(204);
  }

  static HttpResponse methodNotAllowed(HttpRequest request, String allowed) {
    HttpResponse response =
        PlainResponses.text(
            405, request.path() + " takes " + allowed + ", not " + request.method() + "\n");
    response.headers().add("Allow", allowed);
    return response;
  }
}
