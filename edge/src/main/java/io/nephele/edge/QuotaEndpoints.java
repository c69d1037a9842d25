package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.World;
import io.nephele.core.quotas.BucketLevel;
import io.nephele.core.quotas.BucketSize;
import io.nephele.core.quotas.Quota;
import io.nephele.core.quotas.QuotaOverride;
import io.nephele.core.quotas.QuotaSwitch;
import io.nephele.core.quotas.Quotas;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.util.List;

/**
 * The endpoints of request rates, under {@value #PATH}: which AWS documents, whether they are kept,
 * and rates in their place. All other requests go on to the next handler.
 */
public final class QuotaEndpoints implements HttpHandler {
  static final String PATH = "/_nephele/quotas";
  private static final String OVERRIDES = PATH + "/overrides";

  private final World world;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of that world, with a handler for all other requests. */
  public QuotaEndpoints(World world, BrowserGuard guard, HttpHandler next) {
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
    boolean changes = !request.method().equals("GET") && !request.method().equals("HEAD");
    if (changes && !guard.allowsControl(request)) {
      return PlainResponses.text(403, "Refused: the request comes from a page of another site\n");
    }
    try {
      return switch (path) {
        case PATH -> all(request);
        case OVERRIDES -> overrides(request);
        default ->
            path.startsWith(OVERRIDES + "/")
                ? override(request, path.substring(OVERRIDES.length() + 1))
                : PlainResponses.text(404, "There is no endpoint " + path + "\n");
      };
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
  }

  private HttpResponse all(HttpRequest request) {
    return switch (request.method()) {
      case "GET", "HEAD" -> {
        String service = Parameters.of(request.query(), "service").first("service");
        yield PlainResponses.json(200, json -> write(json, service));
      }
      case "PUT" -> {
        turn(JsonMembers.readOne(request));
        yield PlainResponses.empty(204);
      }
      case "DELETE" -> {
        world.quotas().clear();
        yield PlainResponses.empty(204);
      }
      default -> ControlEndpoints.methodNotAllowed(request, "GET, HEAD, PUT, DELETE");
    };
  }

  private void turn(JsonMembers json) {
    if (!json.has("enabled")) {
      throw new IllegalArgumentException("enabled is needed: true, false, or null to unset it");
    }
    String service = json.text("service");
    String account = json.text("account");
    Boolean enabled = json.flag("enabled");
    json.end("enabled, service, account");
    world.quotas().turn(service, account, enabled);
  }

  private HttpResponse overrides(HttpRequest request) {
    if (!request.method().equals("POST")) {
      return ControlEndpoints.methodNotAllowed(request, "POST");
    }
    JsonMembers.Body body = JsonMembers.read(request);
    List<QuotaOverride> set =
        world.quotas().set(body.objects().stream().map(QuotaEndpoints::override).toList());
    return PlainResponses.json(
        200,
        json -> {
          if (!body.isList()) {
            write(json, set.getFirst());
            return;
          }
          json.writeStartArray();
          for (QuotaOverride one : set) {
            write(json, one);
          }
          json.writeEndArray();
        });
  }

  private HttpResponse override(HttpRequest request, String id) {
    if (!request.method().equals("DELETE")) {
      return ControlEndpoints.methodNotAllowed(request, "DELETE");
    }
    return world.quotas().remove(id)
        ? PlainResponses.empty(204)
        : PlainResponses.text(404, "There is no override " + id + "\n");
  }

  private static QuotaOverride override(JsonMembers json) {
    String id = json.text("id");
    String service = json.text("service");
    String operation = json.text("operation");
    String account = json.text("account");
    Double rate = json.number("rate");
    Long burst = json.integer("burst");
    json.end("id, service, operation, account, rate, burst");
    if (rate == null) {
      throw new IllegalArgumentException("rate is needed: calls a second");
    }
    long capacity = burst != null ? burst : Math.max(1, (long) Math.ceil(rate));
    return new QuotaOverride(id, service, operation, account, new BucketSize(capacity, rate));
  }

  private void write(JsonGenerator json, String service) throws IOException {
    Quotas quotas = world.quotas();
    json.writeStartObject();
    json.writeBooleanField("enabled", quotas.isOn(null, null));
    json.writeArrayFieldStart("switches");
    for (QuotaSwitch one : quotas.switches()) {
      json.writeStartObject();
      json.writeBooleanField("enabled", one.on());
      text(json, "service", one.service());
      text(json, "account", one.account());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("overrides");
    for (QuotaOverride one : quotas.overrides()) {
      write(json, one);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("buckets");
    for (BucketLevel level : quotas.levels()) {
      write(json, level);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("quotas");
    for (Quota quota : quotas.documented()) {
      if (service == null || quota.service().equals(service)) {
        write(json, quota);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, QuotaOverride override) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", override.id());
    json.writeStringField("service", override.service());
    text(json, "operation", override.operation());
    text(json, "account", override.account());
    write(json, override.size());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, BucketLevel level) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", level.service());
    json.writeStringField("quota", level.quota());
    json.writeStringField("account", level.account());
    json.writeStringField("region", level.region());
    json.writeNumberField("tokens", level.tokens());
    write(json, level.size());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Quota quota) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", quota.service());
    json.writeStringField("quota", quota.name());
    names(json, "operations", quota.operations());
    if (!quota.regions().isEmpty()) {
      names(json, "regions", quota.regions());
    }
    text(json, "condition", quota.condition());
    text(json, "cost", quota.cost());
    write(json, quota.size());
    json.writeStringField("source", quota.source());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, BucketSize size) throws IOException {
    json.writeNumberField("rate", size.refillPerSecond());
    json.writeNumberField("burst", size.capacity());
  }

  private static void names(JsonGenerator json, String field, List<String> names)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
