package io.nephele.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models of all services that Nephele knows. An index of a few fields a service is read at
 * once, because requests are routed by it; a service's model is read when something first asks for
 * it.
 */
public final class Models {
  private static final Models BUNDLED = new Models();

  private final Map<String, ServiceEntry> entries;
  private final Map<String, Service> services = new ConcurrentHashMap<>();

  private Models() {
    Map<String, ServiceEntry> read = new LinkedHashMap<>();
    Json.object(resource("index.json"))
        .forEach((name, value) -> read.put(name, ServiceEntry.of(name, value)));
    this.entries = Collections.unmodifiableMap(read);
  }

  /** The models that come with Nephele. */
  public static Models bundled() {
    return BUNDLED;
  }

  /** What the index says of every service, by name. */
  public Map<String, ServiceEntry> entries() {
    return entries;
  }

  /** The model of the service of that name; an error of ours if there is none. */
  public Service service(String name) {
    Service known = services.get(name);
    return known != null ? known : services.computeIfAbsent(name, this::read);
  }

  private Service read(String name) {
    if (!entries.containsKey(name)) {
      throw new IllegalArgumentException("no model of a service " + name);
    }
    return Service.parse(resource(name + ".json"));
  }

  private static byte[] resource(String file) {
    try (InputStream in = Models.class.getResourceAsStream("/io/nephele/models/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the model file " + file + " is missing from the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
