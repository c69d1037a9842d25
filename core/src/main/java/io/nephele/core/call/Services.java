package io.nephele.core.call;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.web.ExchangeListener;
import io.nephele.core.web.WebHandler;
import io.nephele.core.worlds.TableDescription;
import io.nephele.model.Operation;
import io.nephele.wire.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The services of a world. A service is bound when it is first called, so a hundred of them cost
 * nothing at start.
 */
public final class Services {
  private final World world;
  private final Map<String, ServiceModule> modules = new LinkedHashMap<>();
  private final Map<String, Bindings> bound = new ConcurrentHashMap<>();

  /** The services that those modules are. */
  public Services(World world, List<ServiceModule> modules) {
    this.world = world;
    modules.forEach(module -> this.modules.put(module.name(), module));
  }

  /** The names of the services that have a module. */
  public Set<String> names() {
    return Set.copyOf(modules.keySet());
  }

  /** The operations of a service that have a handler. */
  public Set<String> operations(String service) {
    return modules.containsKey(service) ? bindings(service).operations() : Set.of();
  }

  /** Forgets what services hold in memory; they are bound anew at their next call. */
  public void forget() {
    release();
  }

  /** Ends what services hold outside the store and the heap, such as programs that they started. */
  public void release() {
    for (String service : bound.keySet()) {
      Bindings bindings = bound.remove(service);
      if (bindings != null) {
        bindings.release();
      }
    }
  }

  /** Binds a service that has not been called yet, so that its timers find their handlers. */
  public void awaken(String service) {
    if (modules.containsKey(service)) {
      bindings(service);
    }
  }

  /** Whether a service is bound: by a call, or by {@link #awaken}. */
  public boolean isAwake(String service) {
    return bound.containsKey(service);
  }

  /** What authorisation asks of a service's resources. */
  public ProtectedResources resources(String service) {
    return modules.containsKey(service) ? bindings(service).resources() : ProtectedResources.NONE;
  }

  /** What answers a request that is web traffic of a service, or null if it is none. */
  public WebHandler web(HttpRequest request) {
    for (ServiceModule module : modules.values()) {
      if (module.takesWeb(request)) {
        return bindings(module.name()).web();
      }
    }
    return null;
  }

  /** Who is shown a service's calls that came over HTTP. */
  public ExchangeListener listener(String service) {
    return modules.containsKey(service) ? bindings(service).listener() : ExchangeListener.NONE;
  }

  /** How the rows of a table are told, by its name, which begins with that of its service. */
  public TableDescription table(String table) {
    int dot = table.indexOf('.');
    String service = dot < 0 ? table : table.substring(0, dot);
    return modules.containsKey(service) ? bindings(service).table(table) : TableDescription.UNKNOWN;
  }

  Bindings.Binding<?, ?> binding(Operation operation) {
    String service = operation.service().name();
    return modules.containsKey(service) ? bindings(service).of(operation.name()) : null;
  }

  private Bindings bindings(String service) {
    Bindings known = bound.get(service);
    return known != null ? known : bound.computeIfAbsent(service, this::bind);
  }

  private Bindings bind(String service) {
    Bindings bindings = new Bindings(service);
    modules.get(service).bind(bindings, world);
    return bindings;
  }
}
