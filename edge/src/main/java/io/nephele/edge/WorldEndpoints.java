package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.worlds.WorldInfo;
import io.nephele.core.worlds.Worlds;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;

/**
 * The endpoints that fork, keep, restore and delete worlds, under {@value #PATH}. All other
 * requests go on to the next handler.
 */
public final class WorldEndpoints implements HttpHandler {
  static final String PATH = "/_nephele/worlds";

  private final Worlds worlds;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of those worlds, with a handler for all other requests. */
  public WorldEndpoints(Worlds worlds, BrowserGuard guard, HttpHandler next) {
    this.worlds = worlds;
    this.guard = guard;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String path = request.path();
    if (!path.startsWith(PATH)) {
      return next.handle(request);
    }
    try {
      return switch (path) {
        case PATH -> list(request);
        case PATH + "/create" -> change(request, () -> worlds.create(parameter(request, "name")));
        case PATH + "/fork" -> change(request, () -> fork(request));
        case PATH + "/snapshot" -> change(request, () -> snapshot(request));
        case PATH + "/restore" -> change(request, () -> restore(request));
        case PATH + "/delete" -> change(request, () -> worlds.delete(parameter(request, "name")));
        default -> PlainResponses.text(404, "There is no endpoint " + path + "\n");
      };
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
  }

  private HttpResponse list(HttpRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
    }
    return PlainResponses.json(
        200,
        json -> {
          json.writeStartArray();
          for (WorldInfo world : worlds.list()) {
            write(json, world);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, WorldInfo world) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", world.name());
    json.writeStringField("kind", world.snapshot() ? "snapshot" : "world");
    if (world.parent() != null) {
      json.writeStringField("parent", world.parent());
    }
    if (world.createdAt() != null) {
      json.writeStringField("createdAt", world.createdAt().toString());
    }
    json.writeEndObject();
  }

  private void fork(HttpRequest request) {
    Parameters parameters = Parameters.of(request.query(), "name", "from");
    worlds.fork(or(parameters.first("from"), Worlds.MAIN), required(parameters, "name"));
  }

  private void snapshot(HttpRequest request) {
    Parameters parameters = Parameters.of(request.query(), "name", "of");
    worlds.snapshot(or(parameters.first("of"), Worlds.MAIN), required(parameters, "name"));
  }

  private void restore(HttpRequest request) {
    Parameters parameters = Parameters.of(request.query(), "world", "from");
    worlds.restore(or(parameters.first("world"), Worlds.MAIN), required(parameters, "from"));
  }

  private HttpResponse change(HttpRequest request, Runnable change) {
    if (!request.method().equals("POST")) {
      return ControlEndpoints.methodNotAllowed(request, "POST");
    }
    if (!guard.allowsControl(request)) {
      return PlainResponses.text(403, "Refused: the request comes from a page of another site\n");
    }
    change.run();
    return PlainResponses.empty(204);
  }

  private static String parameter(HttpRequest request, String name) {
    return required(Parameters.of(request.query(), name), name);
  }

  private static String required(Parameters parameters, String name) {
    String value = parameters.first(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("Parameter " + name + " is missing");
    }
    return value;
  }

  private static String or(String value, String fallback) {
    return value == null || value.isEmpty() ? fallback : value;
  }
}
