package io.nephele.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The endpoints under {@code /_localstack} that tools of LocalStack's users ask, in the form that
 * LocalStack documents: health, info, the state of init scripts, reset. All other requests go on to
 * the next handler.
 */
public final class LocalStackEndpoints implements HttpHandler {
  private static final String PREFIX = "/_localstack/";
  private static final String INIT = PREFIX + "init/";
  private static final String STATE = PREFIX + "state/";
  private static final String RESET = "/reset";
  private static final int LONGEST_ACTION = 1024;
  private static final JsonFactory JSON = new JsonFactory();

  private final ControlPlane plane;
  private final ProgramStatus status;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of that program, with a handler for all other requests. */
  public LocalStackEndpoints(
      ControlPlane plane, ProgramStatus status, BrowserGuard guard, HttpHandler next) {
    this.plane = plane;
    this.status = status;
    this.guard = guard;
    this.next = next;
  }

  /** Scripts look for texts such as {@code "sqs": "available"}: there are spaces in it. */
  private static final class Spaced extends MinimalPrettyPrinter {
    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
      json.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(", ");
    }
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String path = request.path();
    if (!path.startsWith(PREFIX)) {
      return next.handle(request);
    }
    if (path.equals("/_localstack/health") && request.method().equals("POST")) {
      return act(request);
    }
    if (path.startsWith(STATE) && path.endsWith(RESET)) {
      return reset(request);
    }
    PlainResponses.JsonContent content = content(path);
    if (content == null) {
      return PlainResponses.text(404, "There is no endpoint " + path + "\n");
    }
    if (!HealthEndpoints.isRead(request)) {
      return ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
    }
    return PlainResponses.json(
        200,
        json -> {
          json.setPrettyPrinter(new Spaced());
          content.write(json);
        });
  }

  /** What an endpoint tells, or null if there is none. */
  private PlainResponses.JsonContent content(String path) {
    if (path.startsWith(INIT)) {
      String stage = path.substring(INIT.length()).toLowerCase(Locale.ROOT);
      return isStage(stage) ? json -> stage(json, stage) : null;
    }
    return switch (path) {
      case "/_localstack/health" -> this::health;
      case "/_localstack/info" -> this::info;
      case "/_localstack/init" -> this::init;
      default -> null;
    };
  }

  private boolean isStage(String name) {
    return status.init().stages().stream().anyMatch(stage -> stage.name().equals(name));
  }

  private void health(JsonGenerator json) throws IOException {
    json.writeStartObject();
    HealthEndpoints.writeServices(json, status);
    json.writeObjectFieldStart("features");
    json.writeStringField(
        "initScripts", status.init().isCompleted("ready") ? "initialized" : "initializing");
    json.writeStringField(
        "persistence", status.store().place() == null ? "disabled" : "initialized");
    json.writeEndObject();
    json.writeStringField("edition", "nephele");
    json.writeStringField("version", status.version());
    json.writeEndObject();
  }

  private void info(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", status.version());
    json.writeStringField("edition", "nephele");
    json.writeBooleanField("is_license_activated", false);
    json.writeStringField("session_id", status.session());
    // What would be the same in all runs on this machine is not found out.
    json.writeStringField("machine_id", "unknown");
    json.writeStringField(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    json.writeBooleanField("is_docker", Files.exists(Path.of("/.dockerenv")));
    String now = status.now().toString();
    json.writeStringField("server_time_utc", now.substring(0, now.length() - 1));
    json.writeNumberField("uptime", status.uptimeSeconds());
    json.writeEndObject();
  }

  private void init(JsonGenerator json) throws IOException {
    ProgramStatus.InitStatus init = status.init();
    json.writeStartObject();
    json.writeObjectFieldStart("completed");
    for (ProgramStatus.StageStatus stage : init.stages()) {
      json.writeBooleanField(stage.name().toUpperCase(Locale.ROOT), stage.completed());
    }
    json.writeEndObject();
    writeScripts(json, init.scripts());
    json.writeEndObject();
  }

  private void stage(JsonGenerator json, String stage) throws IOException {
    ProgramStatus.InitStatus init = status.init();
    json.writeStartObject();
    json.writeBooleanField("completed", init.isCompleted(stage));
    writeScripts(
        json, init.scripts().stream().filter(script -> script.stage().equals(stage)).toList());
    json.writeEndObject();
  }

  private static void writeScripts(JsonGenerator json, List<ProgramStatus.ScriptStatus> scripts)
      throws IOException {
    json.writeArrayFieldStart("scripts");
    for (ProgramStatus.ScriptStatus script : scripts) {
      json.writeStartObject();
      json.writeStringField("stage", script.stage().toUpperCase(Locale.ROOT));
      json.writeStringField("name", script.name());
      json.writeStringField("state", script.state().toUpperCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Empties the world, or a service's part of it: /_localstack/state/sqs/reset. */
  private HttpResponse reset(HttpRequest request) {
    if (!request.method().equals("POST")) {
      return ControlEndpoints.methodNotAllowed(request, "POST");
    }
    if (!guard.allowsControl(request)) {
      return refused();
    }
    String path = request.path();
    int end = path.length() - RESET.length();
    try {
      plane.reset(end < STATE.length() ? null : path.substring(STATE.length(), end), null);
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
    return PlainResponses.empty(200);
  }

  /** Stops the program: {"action": "kill"}. */
  private HttpResponse act(HttpRequest request) {
    if (!guard.allowsControl(request) || !BrowserGuard.isLoopbackAddress(request.remoteAddress())) {
      return refused();
    }
    String action;
    try (InputStream in = request.body().open()) {
      action = action(in.readNBytes(LONGEST_ACTION));
    } catch (IOException e) {
      return PlainResponses.text(400, "The body is not as in {\"action\": \"kill\"}\n");
    }
    return switch (action) {
      case "kill" -> {
        plane.stop();
        yield PlainResponses.text(200, "ok");
      }
      case "restart" ->
          PlainResponses.text(501, "It does not restart itself: POST /_nephele/reset empties it\n");
      default -> PlainResponses.text(400, "action is kill or restart\n");
    };
  }

  private static String action(byte[] body) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      return "action".equals(json.nextFieldName()) && json.nextTextValue() != null
          ? json.getText()
          : "";
    }
  }

  private static HttpResponse refused() {
    return PlainResponses.text(
        403, "Refused: the request comes from a page of another site or another machine\n");
  }
}
