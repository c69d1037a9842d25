package io.nephele.app;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.WorldSettings;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import io.nephele.core.time.RealClock;
import io.nephele.edge.ApiHandler;
import io.nephele.edge.HttpHandler;
import java.nio.file.Path;
import java.util.List;

/** The world that a configuration asks for, with all services, and what answers for it. */
final class Cloud implements AutoCloseable {
  private final World world;
  private final HttpHandler handler;

  /**
   * Opens the world.
   *
   * @throws ConfigurationException if the data folder cannot be used
   */
  Cloud(Configuration configuration) {
    this.world =
        new World(
            new WorldSettings(configuration.account(), configuration.region()),
            store(configuration),
            new RealClock(),
            Ids.random(),
            services());
    this.handler = new ApiHandler(world);
  }

  /** The services that are there. */
  private static List<ServiceModule> services() {
    return List.of();
  }

  private static Store store(Configuration configuration) {
    if (configuration.ephemeral()) {
      return MvStores.inMemory();
    }
    Path file = configuration.data().resolve("world.mv");
    try {
      return MvStores.onFile(file);
    } catch (StoreInUseException e) {
      throw new ConfigurationException(
          "the data folder " + configuration.data() + " is in use by another program", e);
    } catch (StoreException e) {
      throw new ConfigurationException(
          "the data folder " + configuration.data() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The world. */
  World world() {
    return world;
  }

  /** Answers AWS's requests. */
  HttpHandler handler() {
    return handler;
  }

  @Override
  public void close() {
    world.close();
  }
}
