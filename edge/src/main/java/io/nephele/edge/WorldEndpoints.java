package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.worlds.DiffJson;
import io.nephele.core.worlds.DiffOptions;
import io.nephele.core.worlds.DiffText;
import io.nephele.core.worlds.WorldInfo;
import io.nephele.core.worlds.Worlds;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;

/**
 * The endpoints that fork, keep, restore and delete worlds, under {@value #PATH}. All other
 * requests go on to the next handler.
 */
public final class WorldEndpoints implements HttpHandler {
  static final String PATH = "/_nephele/worlds";

  /** Rows that a comparison lists where nobody says how many; the rest is counted. */
  private static final String DEFAULT_DIFFERENCES = "1000";

  private final Worlds worlds;
  private final String version;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /**
   * Endpoints of those worlds, with a handler for all other requests.
   *
   * @param version the program's version, which exported files carry
   */
  public WorldEndpoints(Worlds worlds, String version, BrowserGuard guard, HttpHandler next) {
    this.worlds = worlds;
    this.version = version;
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
        case PATH + "/diff" -> diff(request);
        case PATH + "/export" -> export(request);
        case PATH + "/import" -> change(request, () -> importFrom(request));
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
    if ("text".equals(Parameters.of(request.query(), "format").first("format"))) {
      StringBuilder text = new StringBuilder();
      worlds.list().forEach(world -> text.append(line(world)));
      return PlainResponses.text(200, text.toString());
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

  private static String line(WorldInfo world) {
    return "%-24s %-8s %s%n"
        .formatted(
            world.name(),
            world.snapshot() ? "snapshot" : "world",
            world.createdAt() == null
                ? ""
                : world.createdAt().truncatedTo(ChronoUnit.SECONDS)
                    + (world.parent() == null ? "" : " of " + world.parent()))
        .stripTrailing()
        .concat("\n");
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

  /** What differs between two worlds, as text or JSON. */
  private HttpResponse diff(HttpRequest request) {
    if (!request.method().equals("GET")) {
      return ControlEndpoints.methodNotAllowed(request, "GET");
    }
    Parameters parameters =
        Parameters.of(
            request.query(), "before", "after", "format", "service", "account", "all", "limit");
    String before = or(parameters.first("before"), Worlds.MAIN);
    String after = required(parameters, "after");
    DiffOptions options =
        new DiffOptions(
            parameters.first("service"),
            parameters.first("account"),
            "true".equals(parameters.first("all")),
            Long.parseLong(or(parameters.first("limit"), DEFAULT_DIFFERENCES)));
    return switch (or(parameters.first("format"), "json")) {
      case "json" ->
          PlainResponses.json(
              200,
              json -> worlds.compare(before, after, options, new DiffJson(json, before, after)));
      case "text" -> {
        StringBuilder text = new StringBuilder();
        try {
          worlds.compare(before, after, options, new DiffText(text, before, after));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield PlainResponses.text(200, text.toString());
      }
      default -> throw new IllegalArgumentException("Parameter format must be json or text");
    };
  }

  private HttpResponse export(HttpRequest request) {
    if (!request.method().equals("GET")) {
      return ControlEndpoints.methodNotAllowed(request, "GET");
    }
    String name = or(Parameters.of(request.query(), "name").first("name"), Worlds.MAIN);
    worlds.requireThere(name);
    return new HttpResponse(
        200,
        new Headers().add("Content-Type", "application/octet-stream"),
        new WrittenBody(to -> worlds.exportTo(to, name, version)));
  }

  private void importFrom(HttpRequest request) {
    Parameters parameters = Parameters.of(request.query(), "name", "replace");
    try (InputStream from = request.body().open()) {
      worlds.importFrom(
          from, required(parameters, "name"), "true".equals(parameters.first("replace")));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
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
