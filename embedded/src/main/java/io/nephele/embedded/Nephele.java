package io.nephele.embedded;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.WorldSettings;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.ids.Ids;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.RealClock;
import io.nephele.core.time.VirtualClock;
import io.nephele.core.time.WorldClock;
import io.nephele.edge.ApiHandler;
import io.nephele.edge.EdgeServer;
import io.nephele.edge.HttpHandler;
import io.nephele.edge.PortTakenException;
import io.nephele.identity.Identity;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.BiFunction;

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
  /** Where virtual clocks begin. */
  private static final Instant VIRTUAL_START = Instant.parse("2026-01-01T00:00:00Z");

  private final World world;
  private final EdgeServer server;
  private final URI endpoint;

  private Nephele(World world, EdgeServer server, URI endpoint) {
    this.world = world;
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

  /** What is behind it. */
  public World world() {
    return world;
  }

  /** Stops answering, and saves and closes the store. */
  @Override
  public void close() {
    server.close();
    world.close();
  }

  /** How a Nephele is to be. */
  public static final class Builder {
    private String listen = "127.0.0.1";
    private int port;
    private Path store;
    private Path tlsFolder;
    private String accountId = "000000000000";
    private String region = "us-east-1";
    private boolean strict;
    private WorldClock clock = new RealClock();
    private Long seed;
    private List<ServiceModule> services;
    private BiFunction<World, HttpHandler, HttpHandler> frontDoor = (world, api) -> api;

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

    /** The file that keeps the world's state; it is in memory if not said. */
    public Builder store(Path file) {
      this.store = file;
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

    /** Time stands still until the world's {@link VirtualClock} is turned. */
    public Builder virtualClock() {
      return clock(new VirtualClock(VIRTUAL_START));
    }

    /** The world's time. */
    public Builder clock(WorldClock worldClock) {
      this.clock = worldClock;
      return this;
    }

    /** Ids and randomness that are the same in every run. */
    public Builder seed(long number) {
      this.seed = number;
      return this;
    }

    /** The services that are there; all whose modules are on the class path if not said. */
    public Builder services(List<ServiceModule> modules) {
      this.services = List.copyOf(modules);
      return this;
    }

    /** What stands before AWS's APIs, such as endpoints of the program itself. */
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
     */
    public Nephele start() {
      Region ownRegion = Regions.find(region);
      Store opened = store == null ? MvStores.inMemory() : MvStores.onFile(store);
      World world =
          new World(
              new WorldSettings(accountId, ownRegion, strict),
              opened,
              clock,
              seed == null ? Ids.random() : Ids.seeded(seed),
              services == null ? modules() : services,
              Identity::new);
      try {
        EdgeServer server =
            EdgeServer.start(
                listen, port, tlsFolder, frontDoor.apply(world, new ApiHandler(world)));
        world.start();
        return new Nephele(world, server, URI.create("http://" + host() + ":" + server.port()));
      } catch (PortTakenException e) {
        world.close();
        throw new UncheckedIOException(e.getMessage(), e);
      } catch (RuntimeException e) {
        world.close();
        throw e;
      }
    }

    /** The name under which clients on this machine reach the address. */
    private String host() {
      return switch (listen) {
        case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
        default -> listen.contains(":") ? "[" + listen + "]" : listen;
      };
    }

    private static List<ServiceModule> modules() {
      List<ServiceModule> modules = new ArrayList<>();
      ServiceLoader.load(ServiceModule.class, Nephele.class.getClassLoader()).forEach(modules::add);
      return modules;
    }
  }
}
