package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The endpoints that tell how the program does: {@code /_nephele/health}, {@code /_nephele/init}
 * and {@code /_nephele/machine}. All other requests go on to the next handler.
 */
public final class HealthEndpoints implements HttpHandler {
  private final ProgramStatus status;
  private final HttpHandler next;

  /** Endpoints of that program, with a handler for all other requests. */
  public HealthEndpoints(ProgramStatus status, HttpHandler next) {
    this.status = status;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String path = request.path();
    if (path.equals("/_nephele/health")) {
      return isRead(request)
          ? PlainResponses.json(200, this::health)
          : ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
    }
    if (path.equals("/_nephele/init")) {
      return isRead(request)
          ? init(request)
          : ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
    }
    if (path.equals("/_nephele/machine")) {
      return isRead(request)
          ? PlainResponses.json(200, this::machine)
          : ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
    }
    return next.handle(request);
  }

  static boolean isRead(HttpRequest request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  private void machine(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("isolation", status.isolation());
    json.writeEndObject();
  }

  private void health(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", status.state());
    writeServices(json, status);
    json.writeStringField("edition", "nephele");
    json.writeStringField("version", status.version());
    json.writeNumberField("uptimeSeconds", status.uptimeSeconds());
    json.writeObjectFieldStart("store");
    json.writeStringField("kind", status.store().kind());
    writeIfKnown(json, "place", status.store().place());
    writeIfKnown(json, "durability", status.store().durability());
    json.writeEndObject();
    json.writeObjectFieldStart("init");
    ProgramStatus.InitStatus init = status.init();
    writeStages(json, init);
    json.writeNumberField("failed", init.failed());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Services in LocalStack's words: those that are loaded are running, the others available. */
  static void writeServices(JsonGenerator json, ProgramStatus status) throws IOException {
    json.writeObjectFieldStart("services");
    for (Map.Entry<String, Boolean> service : status.services().entrySet()) {
      json.writeStringField(service.getKey(), service.getValue() ? "running" : "available");
    }
    json.writeEndObject();
  }

  private static void writeStages(JsonGenerator json, ProgramStatus.InitStatus init)
      throws IOException {
    json.writeObjectFieldStart("completed");
    for (ProgramStatus.StageStatus stage : init.stages()) {
      json.writeBooleanField(stage.name(), stage.completed());
    }
    json.writeEndObject();
  }

  private static void writeIfKnown(JsonGenerator json, String field, String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  private HttpResponse init(HttpRequest request) {
    try {
      String format = Parameters.of(request.query(), "format").first("format");
      if (format == null || format.equals("json")) {
        return PlainResponses.json(200, this::init);
      }
      if (format.equals("text")) {
        return PlainResponses.text(200, notable());
      }
      return PlainResponses.text(400, "format is json or text, not " + format + "\n");
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
  }

  private void init(JsonGenerator json) throws IOException {
    ProgramStatus.InitStatus init = status.init();
    json.writeStartObject();
    json.writeStringField("folder", init.folder());
    writeStages(json, init);
    json.writeArrayFieldStart("scripts");
    for (ProgramStatus.ScriptStatus script : init.scripts()) {
      json.writeStartObject();
      json.writeStringField("stage", script.stage());
      json.writeStringField("name", script.name());
      json.writeStringField("state", script.state());
      if (script.exitCode() != null) {
        json.writeNumberField("exitCode", script.exitCode());
      }
      if (script.milliseconds() != null) {
        json.writeNumberField("milliseconds", script.milliseconds());
      }
      writeIfKnown(json, "problem", script.problem());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A line for each script that somebody should know of. */
  private String notable() {
    StringBuilder lines = new StringBuilder();
    for (ProgramStatus.ScriptStatus script : status.init().scripts()) {
      String label = script.stage() + ".d/" + script.name();
      if (script.state().equals("error")) {
        lines.append(label).append(" failed: ").append(script.problem()).append('\n');
      } else if (script.state().equals("running")) {
        lines.append(label).append(" is running\n");
      }
    }
    return lines.toString();
  }
}
