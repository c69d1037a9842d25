package io.nephele.core;

import io.nephele.core.access.AccessControl;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.call.Call;
import io.nephele.core.call.CallPipeline;
import io.nephele.core.call.Origin;
import io.nephele.core.call.Services;
import io.nephele.core.events.ServiceEvents;
import io.nephele.core.faults.DroppedConnection;
import io.nephele.core.faults.Faults;
import io.nephele.core.identity.Principal;
import io.nephele.core.ids.Ids;
import io.nephele.core.insights.Contributions;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.metrics.Metrics;
import io.nephele.core.nodes.Nodes;
import io.nephele.core.partition.Region;
import io.nephele.core.quotas.Quotas;
import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.time.Signals;
import io.nephele.core.time.Timers;
import io.nephele.core.time.TurnableClock;
import io.nephele.core.time.Waits;
import io.nephele.core.time.WorldClock;
import io.nephele.core.trail.CallTrail;
import io.nephele.core.web.Host;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import io.nephele.model.View;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A whole local AWS: all accounts, all regions, all services. Its state is in its store, its time
 * is its clock's, and its randomness comes from its ids; two worlds in one process know nothing of
 * each other.
 */
public final class World implements AutoCloseable {
  private static final Logger LOG = new LazyLogger(World.class);

  private final WorldSettings settings;
  private final Store store;
  private final Blobs blobs;
  private final RootKey rootKey;
  private final WorldClock clock;
  private final Ids ids;
  private final Nodes nodes;
  private final Host host;
  private final Signals signals;
  private final Timers timers;
  private final Waits waits;
  private final AccessControl access;
  private final Metrics metrics;
  private final Contributions contributions;
  private final Quotas quotas;
  private final Faults faults;
  private final Services services;
  private final ServiceEvents events;
  private final CallTrail trail;
  private final CallPipeline pipeline;

  /**
   * A world on that store, which it closes when it is closed.
   *
   * @param blobs where its large values are, which it does not close
   * @param rootKey what its secrets are encrypted under in the store
   * @param nodes the nodes that serve it
   * @param host the machine's network
   * @param modules the services that are there
   * @param access makes what knows who calls and what they may do
   */
  public World(
      WorldSettings settings,
      Store store,
      Blobs blobs,
      RootKey rootKey,
      WorldClock clock,
      Ids ids,
      Nodes nodes,
      Host host,
      List<ServiceModule> modules,
      Function<World, AccessControl> access) {
    this.settings = settings;
    this.store = store;
    this.blobs = blobs;
    this.rootKey = rootKey;
    this.clock = clock;
    this.ids = ids;
    this.nodes = nodes;
    this.host = host;
    Nodes others = nodes.isShared() ? nodes : null;
    this.signals = new Signals(settings.name(), others);
    this.timers = new Timers(store, clock, others);
    timers.onUnknown(this::awaken);
    this.waits = new Waits(clock);
    this.metrics = new Metrics(store, clock, timers);
    this.contributions = new Contributions(store, clock);
    this.quotas = new Quotas(store, clock, ids, signals, settings.throttling());
    this.faults = new Faults(store, clock, ids, signals);
    this.services = new Services(this, modules);
    this.events = new ServiceEvents(this);
    this.trail = new CallTrail(this);
    this.access = access.apply(this);
    this.pipeline = new CallPipeline(services, this.access, quotas, faults);
  }

  /** As the other, in a program without a network, with a root key that ends with the world. */
  public World(
      WorldSettings settings,
      Store store,
      Blobs blobs,
      WorldClock clock,
      Ids ids,
      Nodes nodes,
      List<ServiceModule> modules,
      Function<World, AccessControl> access) {
    this(
        settings,
        store,
        blobs,
        RootKey.inMemory(() -> ids.secretBytes(RootKey.BYTES)),
        clock,
        ids,
        nodes,
        Host.NONE,
        modules,
        access);
  }

  /** What the world was made with. */
  public WorldSettings settings() {
    return settings;
  }

  /** Where all state is. */
  public Store store() {
    return store;
  }

  /** Where the bytes of large values are. */
  public Blobs blobs() {
    return blobs;
  }

  /** What secrets are encrypted under in the store. */
  public RootKey rootKey() {
    return rootKey;
  }

  /** The only time there is. */
  public WorldClock clock() {
    return clock;
  }

  /** The only randomness there is. */
  public Ids ids() {
    return ids;
  }

  /** The processes that serve it; this one alone if its store is not shared. */
  public Nodes nodes() {
    return nodes;
  }

  /** The network of the machine, as far as services need it. */
  public Host host() {
    return host;
  }

  /** Where those wait who wait for a change. */
  public Signals signals() {
    return signals;
  }

  /** Where calls that are being answered wait. */
  public Waits waits() {
    return waits;
  }

  /** Has things done later. */
  public Timers timers() {
    return timers;
  }

  /** Knows who calls and what they may do. */
  public AccessControl access() {
    return access;
  }

  /** Takes the data points of CloudWatch metrics. */
  public Metrics metrics() {
    return metrics;
  }

  /** Counts for the rules of CloudWatch Contributor Insights. */
  public Contributions contributions() {
    return contributions;
  }

  /** Tells EventBridge what happens in services. */
  public ServiceEvents events() {
    return events;
  }

  /** Keeps the record of calls. */
  public CallTrail trail() {
    return trail;
  }

  /** Keeps callers to request rates. */
  public Quotas quotas() {
    return quotas;
  }

  /** The failures that a user asked for. */
  public Faults faults() {
    return faults;
  }

  /** The services that are there. */
  public Services services() {
    return services;
  }

  /** Begins to fire the timers that an earlier run left, when the world is reachable. */
  public void start() {
    timers.start();
  }

  /** Has the service that timers of a kind are for ready to take them. */
  private void awaken(String timerKind) {
    services.awaken(timerKind.substring(0, timerKind.indexOf('.')));
  }

  /**
   * Makes a call that came from outside.
   *
   * @throws DroppedConnection if the caller is to get no answer
   */
  public Struct call(Call call, Struct request) {
    return pipeline.call(call, request);
  }

  /**
   * Makes a call on behalf of a service, on the same path as any other caller's.
   *
   * @param principal who calls; a service principal or a role's session
   * @param region the region that is called
   */
  public <I extends View, O extends View> O call(
      ApiOperation<I, O> operation, I request, Principal principal, Region region) {
    return call(operation, request, principal, region, Origin.service(principal.arn(), null));
  }

  /** As the other, where more is known of the call's origin. */
  public <I extends View, O extends View> O call(
      ApiOperation<I, O> operation, I request, Principal principal, Region region, Origin origin) {
    Operation model = operation.model();
    Call call =
        new Call(
            model,
            model.service().protocols().getFirst(),
            principal,
            region,
            origin,
            ids.uuid().toString(),
            clock.now());
    try {
      return operation.output(pipeline.call(call, request.struct().freeze()));
    } catch (DroppedConnection e) {
      // Between services there is no connection to close; who calls sees that the call failed.
      throw AwsException.server(
          "InternalFailure", 500, "The connection to " + model.service().title() + " was lost.");
    }
  }

  /** The operations that have a handler, by service. */
  public Map<String, Set<String>> implementedOperations() {
    Map<String, Set<String>> implemented = new TreeMap<>();
    for (String service : services.names()) {
      implemented.put(service, services.operations(service));
    }
    return implemented;
  }

  /**
   * Removes state, at once for all who look.
   *
   * @param service the service whose state goes, or null for all services'
   * @param accountId the account whose state goes, or null for all accounts'
   */
  public void reset(String service, String accountId) {
    Reset.run(this, service, accountId);
  }

  /**
   * Forgets what is in memory only, after the state has become another's, and looks at the state
   * anew.
   */
  public void forget() {
    if (clock instanceof TurnableClock turned) {
      turned.lookAgain();
    }
    services.forget();
    metrics.forget();
    contributions.forget();
    quotas.forget();
    faults.forget();
    access.forget();
    trail.forget();
    timers.lookAgain();
    start();
  }

  /**
   * Ends the waits of all calls and what services run outside the JVM, because no more calls are
   * going to be answered.
   */
  public void endWaits() {
    waits.end();
    services.release();
  }

  @Override
  public void close() {
    endWaits();
    save("the last minute's metrics", metrics::settle);
    save("the last minute's contributors", contributions::settle);
    metrics.close();
    timers.close();
    save("the last calls that only read", trail::flush);
    store.close();
  }

  /** Saves what is in memory only; a store that is full or out of reach takes no more. */
  private static void save(String what, Runnable saving) {
    try {
      saving.run();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "{0} are lost: {1}", what, e.getMessage());
    }
  }
}
