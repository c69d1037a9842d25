package io.nephele.services.lambda.environments;

import io.nephele.core.json.JsonText;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The Telemetry API, 2022-07-01, and the Logs API before it, 2020-08-15. */
final class Telemetry {
  private static final String TELEMETRY = "/2022-07-01/telemetry";
  private static final String LOGS = "/2020-08-15/logs";
  private static final Set<String> TYPES = Set.of("platform", "function", "extension");
  private static final int LARGEST = 64 * 1024;

  private final Extensions extensions;
  private final PlatformLog log;
  private final Map<String, Subscription> byExtension = new ConcurrentHashMap<>();

  Telemetry(Extensions extensions, PlatformLog log) {
    this.extensions = extensions;
    this.log = log;
    log.tell(this::event);
  }

  private void event(String time, String type, String category, Object record) {
    if (byExtension.isEmpty()) {
      return;
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("time", time);
    event.put("type", type);
    event.put("record", record);
    String json = JsonText.write(event);
    for (Subscription one : byExtension.values()) {
      if (one.types().contains(category)) {
        one.add(json);
      }
    }
  }

  /** Answers a request; null if the path is none of these APIs. */
  HttpResponse handle(HttpRequest request) {
    boolean logs = request.path().equals(LOGS);
    if (!logs && !request.path().equals(TELEMETRY)) {
      return null;
    }
    if (!request.method().equals("PUT")) {
      return RuntimeApi.error(405, "MethodNotAllowed", "Only PUT is allowed");
    }
    String id = request.headers().first("Lambda-Extension-Identifier");
    String name = extensions.name(id);
    String api = logs ? "Logs" : "Telemetry";
    if (name == null) {
      return RuntimeApi.error(
          403, "Extension.UnknownExtensionIdentifier", "Unknown extension identifier");
    }
    try (InputStream in = request.body().open()) {
      Object body = JsonText.parse(Bytes.of(in.readNBytes(LARGEST)).utf8());
      if (!(body instanceof Map<?, ?> settings)) {
        throw new IllegalArgumentException("The body is no JSON object");
      }
      Subscription subscription = subscription(settings);
      Subscription before = byExtension.put(id, subscription);
      if (before != null) {
        before.close();
      }
      subscription.begin();
      log.subscription(name, List.copyOf(subscription.types()));
    } catch (IllegalArgumentException e) {
      return RuntimeApi.error(400, api + ".ValidationError", e.getMessage());
    } catch (IOException e) {
      return RuntimeApi.error(400, api + ".ValidationError", "The body could not be read");
    }
    return new HttpResponse(
        200, new Headers().add("Content-Type", "text/plain"), Body.of(Bytes.utf8("OK")));
  }

  private static Subscription subscription(Map<?, ?> settings) {
    SortedSet<String> types = new TreeSet<>();
    if (settings.get("types") instanceof List<?> list) {
      for (Object one : list) {
        if (!(one instanceof String type) || !TYPES.contains(type)) {
          throw new IllegalArgumentException("types must be platform, function or extension");
        }
        types.add(type);
      }
    }
    if (types.isEmpty()) {
      throw new IllegalArgumentException("types is missing");
    }
    Map<?, ?> buffering = settings.get("buffering") instanceof Map<?, ?> given ? given : Map.of();
    int items = number(buffering, "maxItems", 1000, 10_000, 10_000);
    int bytes = number(buffering, "maxBytes", 262_144, 1_048_576, 262_144);
    int millis = number(buffering, "timeoutMs", 25, 30_000, 1000);
    if (!(settings.get("destination") instanceof Map<?, ?> destination)) {
      throw new IllegalArgumentException("destination is missing");
    }
    if ("TCP".equals(destination.get("protocol"))) {
      int port = number(destination, "port", 1, 65_535, 0);
      return new Subscription(types, URI.create("tcp://127.0.0.1:" + port), items, bytes, millis);
    }
    if (!"HTTP".equals(destination.get("protocol"))
        || !(destination.get("URI") instanceof String text)) {
      throw new IllegalArgumentException("destination must have a protocol and a URI or port");
    }
    return new Subscription(types, target(text), items, bytes, millis);
  }

  private static URI target(String text) {
    URI uri = URI.create(text);
    boolean known =
        uri.getHost() != null
            && Set.of("sandbox", "sandbox.localdomain", "localhost", "127.0.0.1")
                .contains(uri.getHost());
    if (!"http".equals(uri.getScheme()) || !known) {
      throw new IllegalArgumentException("the destination must be http://sandbox.localdomain");
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static int number(Map<?, ?> from, String name, int least, int most, int otherwise) {
    Object value = from.get(name);
    if (value == null && otherwise > 0) {
      return otherwise;
    }
    if (!(value instanceof Number number)
        || number.longValue() < least
        || number.longValue() > most) {
      throw new IllegalArgumentException(name + " must be between " + least + " and " + most);
    }
    return number.intValue();
  }

  /** Has extensions get all that there is, before they are shut down. */
  void flush() throws InterruptedException {
    for (Subscription one : byExtension.values()) {
      one.flush();
    }
  }

  void close() {
    byExtension.values().forEach(Subscription::close);
  }
}
