package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.World;
import io.nephele.core.faults.FaultHit;
import io.nephele.core.faults.FaultRule;
import io.nephele.core.faults.FaultStatus;
import io.nephele.core.faults.Faults;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The endpoints by which users ask for failures, under {@value #PATH}. All other requests go on to
 * the next handler.
 */
public final class FaultEndpoints implements HttpHandler {
  static final String PATH = "/_nephele/faults";
  private static final String HITS = PATH + "/hits";

  private final World world;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of that world, with a handler for all other requests. */
  public FaultEndpoints(World world, BrowserGuard guard, HttpHandler next) {
    this.world = world;
    this.guard = guard;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String path = request.path();
    if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
      return next.handle(request);
    }
    try {
      if (path.equals(PATH)) {
        return all(request);
      }
      return path.equals(HITS) ? hits(request) : one(request, path.substring(PATH.length() + 1));
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
  }

  private HttpResponse all(HttpRequest request) {
    Faults faults = world.faults();
    return switch (request.method()) {
      case "GET", "HEAD" -> list(faults.list());
      case "POST" -> refused(request) ? refusal() : add(request, false);
      case "PUT" -> refused(request) ? refusal() : add(request, true);
      case "DELETE" -> {
        if (refused(request)) {
          yield refusal();
        }
        faults.clear();
        yield PlainResponses.empty(204);
      }
      default -> ControlEndpoints.methodNotAllowed(request, "GET, HEAD, POST, PUT, DELETE");
    };
  }

  private HttpResponse one(HttpRequest request, String id) {
    FaultStatus found = world.faults().find(id);
    if (found == null) {
      return PlainResponses.text(404, "There is no fault " + id + "\n");
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> rule(found);
      case "DELETE" -> {
        if (refused(request)) {
          yield refusal();
        }
        world.faults().remove(id);
        yield PlainResponses.empty(204);
      }
      default -> ControlEndpoints.methodNotAllowed(request, "GET, HEAD, DELETE");
    };
  }

  private HttpResponse add(HttpRequest request, boolean instead) {
    JsonMembers.Body body = JsonMembers.read(request);
    List<FaultRule> rules = body.objects().stream().map(FaultJson::read).toList();
    List<FaultRule> added = instead ? world.faults().replace(rules) : world.faults().add(rules);
    List<FaultStatus> now = added.stream().map(rule -> world.faults().find(rule.id())).toList();
    return body.isList() ? list(now) : rule(now.getFirst());
  }

  private HttpResponse rule(FaultStatus status) {
    Instant now = world.clock().now();
    return PlainResponses.json(200, json -> FaultJson.write(json, status, now));
  }

  private HttpResponse list(List<FaultStatus> rules) {
    Instant now = world.clock().now();
    return PlainResponses.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("faults");
          for (FaultStatus rule : rules) {
            FaultJson.write(json, rule, now);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private HttpResponse hits(HttpRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
    }
    Parameters parameters = Parameters.of(request.query(), "rule", "requestId");
    String rule = parameters.first("rule");
    String requestId = parameters.first("requestId");
    List<FaultHit> hits =
        world.faults().hits().stream()
            .filter(hit -> rule == null || hit.rule().equals(rule))
            .filter(hit -> requestId == null || hit.requestId().equals(requestId))
            .toList();
    return PlainResponses.json(200, json -> write(json, hits));
  }

  private static void write(JsonGenerator json, List<FaultHit> hits) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("hits");
    for (FaultHit hit : hits) {
      FaultJson.write(json, hit);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private boolean refused(HttpRequest request) {
    return !guard.allowsControl(request);
  }

  private static HttpResponse refusal() {
    return PlainResponses.text(403, "Refused: the request comes from a page of another site\n");
  }
}
