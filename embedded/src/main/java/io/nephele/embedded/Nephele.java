package io.nephele.embedded;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.WorldSettings;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.ids.Ids;
import io.nephele.core.ids.Runs;
import io.nephele.core.nodes.Nodes;
import io.nephele.core.partition.Regions;
import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.TurnableClock;
import io.nephele.core.time.VirtualClock;
import io.nephele.core.time.WorldClock;
import io.nephele.core.worlds.Worlds;
import io.nephele.edge.ApiHandler;
import io.nephele.edge.EdgeHost;
import io.nephele.edge.EdgeServer;
import io.nephele.edge.HttpHandler;
import io.nephele.edge.NodeEndpoints;
import io.nephele.edge.PortTakenException;
import io.nephele.edge.PreparingServer;
import io.nephele.edge.WorldRouter;
import io.nephele.identity.Identity;
import io.nephele.model.Models;
import io.nephele.stores.Durability;
import io.nephele.stores.OpeningStore;
import io.nephele.stores.folder.DataFolder;
import io.nephele.stores.postgres.DatabaseAddress;
import io.nephele.stores.postgres.PostgresStore;
import io.nephele.wire.route.RequestRouter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A running Nephele in this JVM: a world of its own with every service whose module is on the class
 * path, and the server that answers for it.
 *
 * <pre>
 * try (Nephele nephele = Nephele.start()) {
 *   SqsClient sqs = SqsClient.builder().endpointOverride(nephele.endpoint())...
 * }
 * </pre>
 */
public final class Nephele implements AutoCloseable {
  /** Where virtual clocks begin: 2026-01-01T00:00:00Z. */
  private static final Instant VIRTUAL_START = Instant.ofEpochSecond(1_767_225_600);

  private final Worlds worlds;
  private final EdgeServer server;
  private final URI endpoint;

  private Nephele(Worlds worlds, EdgeServer server, URI endpoint) {
    this.worlds = worlds;
    this.server = server;
    this.endpoint = endpoint;
  }

  /** Starts one in memory, on a free port of this machine, with the machine's time. */
  public static Nephele start() {
    return builder().start();
  }

  /** Starts one that is not the default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where AWS is, for clients' endpoint overrides. */
  public URI endpoint() {
    return endpoint;
  }

  /** Where clients on this machine find one that listens on that address and port. */
  public static URI endpoint(String listen, int port) {
    String host =
        switch (listen) {
          case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
          default -> listen.contains(":") ? "[" + listen + "]" : listen;
        };
    return URI.create("http://" + host + ":" + port);
  }

  /** What is behind it: the world of those who name none. */
  public World world() {
    return worlds.main();
  }

  /** All worlds that are behind it. */
  public Worlds worlds() {
    return worlds;
  }

  /**
   * Stops answering, and saves and closes the store. Calls that wait are answered at once as if
   * their time were over, those that work may end.
   */
  @Override
  public void close() {
    server.refuse();
    worlds.endWaits();
    server.close();
    worlds.close();
  }

  /** How a Nephele is to be. */
  public static final class Builder {
    private String listen = "127.0.0.1";
    private int port;
    private Supplier<Store> store = MvStores::inMemory;
    private Path folder;
    private Durability durability = Durability.RELAXED;
    private Path tlsFolder;
    private String accountId = "000000000000";
    private String region = "us-east-1";
    private String advertised;
    private boolean strict;
    private WorldClock clock;
    private Instant standing;
    private boolean throttling;
    private Long seed;
    private byte[] rootKey;
    private List<ServiceModule> services;
    private BiFunction<World, HttpHandler, HttpHandler> frontDoor = (world, api) -> api;
    private BiFunction<Worlds, HttpHandler, HttpHandler> gate = (worlds, doors) -> doors;

    private Builder() {}

    /** The address to listen on; this machine alone if not said. */
    public Builder listen(String address) {
      this.listen = address;
      return this;
    }

    /** The port to listen on; a free one if not said. */
    public Builder port(int number) {
      this.port = number;
      return this;
    }

    /** The folder that keeps the world's state; it is in memory if not said. */
    public Builder store(Path dataFolder) {
      this.folder = dataFolder;
      return this;
    }

    /** What a write to the folder survives once its caller was answered; relaxed if not said. */
    public Builder durability(Durability promise) {
      this.durability = promise;
      return this;
    }

    /** The database that keeps the world's state, which other processes may share. */
    public Builder database(DatabaseAddress address) {
      return store(() -> PostgresStore.open(address));
    }

    /**
     * Opens the store that keeps the world's state, and that it closes in the end. Large values
     * beside it end with the run, or have no place if others share the store.
     */
    public Builder store(Supplier<Store> opener) {
      this.store = opener;
      this.folder = null;
      return this;
    }

    /**
     * The address under which other nodes of the same world reach this one, if its store is shared;
     * the one it listens on if not said, or where that is every address, the machine's.
     */
    public Builder advertise(String hostOrAddress) {
      this.advertised = hostOrAddress;
      return this;
    }

    /**
     * The folder that keeps the key and certificate of TLS; they are made anew for every run if not
     * said.
     */
    public Builder tlsFolder(Path folder) {
      this.tlsFolder = folder;
      return this;
    }

    /** The account whose root user unknown access keys are, twelve digits. */
    public Builder accountId(String id) {
      if (!AccountIds.isAccountId(id)) {
        throw new IllegalArgumentException("an account id has twelve digits, not " + id);
      }
      this.accountId = id;
      return this;
    }

    /** The region of requests that name none. */
    public Builder region(String name) {
      if (Regions.find(name) == null) {
        throw new IllegalArgumentException("there is no region " + name);
      }
      this.region = name;
      return this;
    }

    /** Refuses calls that are not signed with a key that IAM or STS of this world issued. */
    public Builder strict(boolean refuseUnknown) {
      this.strict = refuseUnknown;
      return this;
    }

    /** Keeps callers to AWS's request rates, where nobody says otherwise while it runs. */
    public Builder throttling(boolean keepRates) {
      this.throttling = keepRates;
      return this;
    }

    /** Time stands still until the world's {@link VirtualClock} is turned. */
    public Builder virtualClock() {
      return clock(new VirtualClock(VIRTUAL_START));
    }

    /**
     * Time stands still at that instant until the world's {@link TurnableClock} is turned; starting
     * fails with an {@link IllegalArgumentException} if the store has a world whose time is later.
     */
    public Builder standing(Instant time) {
      this.standing = time;
      return this;
    }

    /**
     * The world's time; if not said, a {@link TurnableClock} that shows the machine's time where
     * nobody turned it.
     */
    public Builder clock(WorldClock worldClock) {
      this.clock = worldClock;
      return this;
    }

    /** Ids and randomness that are the same in every run. */
    public Builder seed(long number) {
      this.seed = number;
      return this;
    }

    /**
     * The key under which secrets are encrypted in the store, 32 bytes. If not said, it is made
     * when first needed and kept in the data folder, or ends with the run; where others share the
     * store there is none, and KMS refuses to keep keys.
     */
    public Builder rootKey(byte[] key) {
      this.rootKey = key.clone();
      return this;
    }

    /** The services that are there; all whose modules are on the class path if not said. */
    public Builder services(List<ServiceModule> modules) {
      this.services = List.copyOf(modules);
      return this;
    }

    /** What stands before all worlds, such as endpoints that make them. */
    public Builder gate(BiFunction<Worlds, HttpHandler, HttpHandler> handlers) {
      this.gate = handlers;
      return this;
    }

    /** What stands before AWS's APIs in each world, such as endpoints that concern it. */
    public Builder frontDoor(BiFunction<World, HttpHandler, HttpHandler> handlers) {
      this.frontDoor = handlers;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws UncheckedIOException caused by a {@link PortTakenException} if the port cannot be
     *     listened on
     * @throws io.nephele.core.store.StoreException if the store cannot be opened
     * @throws IllegalArgumentException if there is a seed and the store is shared
     */
    public Nephele start() {
      // Made while the worlds are opened.
      PreparingServer preparing = PreparingServer.begin(listen, port, tlsFolder);
      RootKey inFolder = folder == null ? null : folderKey();
      Store opened = openStore(inFolder);
      if (opened.isShared() && seed != null) {
        opened.close();
        throw new IllegalArgumentException(
            "a seed makes nothing repeat where several nodes share the store");
      }
      List<ServiceModule> modules = services == null ? modules() : services;
      // Before the worlds, which wait for the store.
      RequestRouter router = new RequestRouter(Models.bundled());
      EdgeHost host = new EdgeHost();
      Worlds worlds = worlds(opened, inFolder, host, modules);
      try {
        HttpHandler doors =
            new WorldRouter(worlds, world -> frontDoor.apply(world, new ApiHandler(world, router)));
        HttpHandler gates = gate.apply(worlds, doors);
        if (opened.isShared()) {
          gates = new NodeEndpoints(worlds.nodes(), gates);
        }
        if (opened instanceof OpeningStore opening) {
          opening.await();
        }
        EdgeServer server = preparing.listen(gates);
        host.reachable(server, listen);
        try {
          worlds.nodes().reachableAt(nodeAddress(server.port()));
          worlds.start();
        } catch (RuntimeException e) {
          server.close();
          throw e;
        }
        return new Nephele(worlds, server, endpoint(listen, server.port()));
      } catch (PortTakenException e) {
        worlds.close();
        throw new UncheckedIOException(e.getMessage(), e);
      } catch (RuntimeException e) {
        worlds.close();
        throw e;
      }
    }

    private RootKey folderKey() {
      return rootKey == null ? RootKey.in(folder) : RootKey.given(rootKey);
    }

    private Store openStore(RootKey inFolder) {
      return folder == null
          ? store.get()
          : OpeningStore.begin(() -> DataFolder.open(folder, durability, inFolder));
    }

    private Worlds worlds(
        Store opened, RootKey inFolder, EdgeHost host, List<ServiceModule> modules) {
      Blobs blobs = blobs(opened);
      RootKey secrets = inFolder == null ? rootKey(opened) : inFolder;
      try {
        return new Worlds(
            opened,
            blobs,
            (name, own, nodes, main) ->
                open(name, own, blobs, secrets, nodes, host, main, modules));
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    }

    private Blobs blobs(Store opened) {
      if (folder != null) {
        return Blobs.in(folder.resolve("blobs"), durability == Durability.STRICT);
      }
      return opened.isShared()
          ? Blobs.nowhere("nodes that share a database have no place for large values yet")
          : Blobs.temporary();
    }

    private RootKey rootKey(Store opened) {
      if (rootKey != null) {
        return RootKey.given(rootKey);
      }
      return opened.isShared()
          ? RootKey.none(
              "Nodes that share a database need the same root key: start each with"
                  + " NEPHELE_ROOT_KEY.")
          : RootKey.inMemory(
              () -> (seed == null ? Ids.random() : Ids.seeded(seed)).secretBytes(RootKey.BYTES));
    }

    private World open(
        String name,
        Store own,
        Blobs blobs,
        RootKey secrets,
        Nodes nodes,
        EdgeHost host,
        World main,
        List<ServiceModule> modules) {
      return new World(
          new WorldSettings(name, accountId, Regions.find(region), strict, throttling),
          own,
          blobs,
          secrets,
          main == null ? clock(own) : forkOf(main.clock(), own),
          ids(name, own, nodes),
          nodes,
          host,
          modules,
          Identity::new);
    }

    private WorldClock clock(Store own) {
      if (clock != null) {
        return clock;
      }
      return standing == null ? new TurnableClock(own) : TurnableClock.standing(own, standing);
    }

    /** Worlds do not share a clock: each has its own time. */
    private static WorldClock forkOf(WorldClock clock, Store own) {
      return clock instanceof VirtualClock ? new VirtualClock(clock.now()) : new TurnableClock(own);
    }

    private Ids ids(String name, Store own, Nodes nodes) {
      if (seed == null) {
        return nodes.isShared() ? Ids.randomEverywhere() : Ids.random();
      }
      long ofWorld = name.equals(Worlds.MAIN) ? seed : seed + 31L * name.hashCode();
      return Ids.seeded(ofWorld, Runs.begin(own));
    }

    /** Where other nodes send their messages. */
    private URI nodeAddress(int ownPort) {
      String host = advertised == null ? ownAddress() : advertised;
      String inUrl = host.contains(":") ? "[" + host + "]" : host;
      return URI.create("http://" + inUrl + ":" + ownPort + NodeEndpoints.MESSAGES);
    }

    /** The address that it listens on, or the machine's if that is every address. */
    private String ownAddress() {
      if (!listen.equals("0.0.0.0") && !listen.equals("::")) {
        return listen;
      }
      try {
        return InetAddress.getLocalHost().getHostAddress();
      } catch (UnknownHostException e) {
        return "localhost"; // those of the same machine reach it
      }
    }

    private static List<ServiceModule> modules() {
      List<ServiceModule> modules = new ArrayList<>();
      ServiceLoader.load(ServiceModule.class, Nephele.class.getClassLoader()).forEach(modules::add);
      return modules;
    }
  }
}
