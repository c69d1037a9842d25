package io.nephele.app;

import io.nephele.edge.BrowserGuard;
import io.nephele.edge.ControlEndpoints;
import io.nephele.edge.EdgeServer;
import io.nephele.edge.HttpHandler;
import io.nephele.edge.PortTakenException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running Nephele: a whole local AWS in this JVM, behind a port. */
public final class Nephele implements AutoCloseable {
  private final Configuration configuration;
  private final Cloud cloud;
  private final EdgeServer server;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Nephele(Configuration configuration) throws PortTakenException {
    this.configuration = configuration;
    this.cloud = new Cloud(configuration);
    BrowserGuard guard = new BrowserGuard(configuration.allowedOrigins());
    HttpHandler handler =
        guard.around(new ControlEndpoints(new Control(cloud, this::stop), guard, cloud.handler()));
    try {
      this.server =
          EdgeServer.start(
              configuration.listen(),
              configuration.port(),
              configuration.ephemeral() ? null : configuration.home(),
              handler);
    } catch (PortTakenException | RuntimeException e) {
      cloud.close();
      throw e;
    }
  }

  /** Starts one for this JVM alone: in memory, on a free port. */
  public static Nephele start() {
    return start(Configuration.embedded());
  }

  /**
   * Starts one; it answers on return.
   *
   * @throws ConfigurationException if the port is taken or the data folder cannot be written
   */
  public static Nephele start(Configuration configuration) {
    if (!configuration.ephemeral()) {
      prepare(configuration.data());
    }
    try {
      return new Nephele(configuration);
    } catch (PortTakenException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  private static void prepare(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new ConfigurationException("the data folder " + data + " cannot be made", e);
    }
    if (!Files.isWritable(data)) {
      throw new ConfigurationException("the data folder " + data + " cannot be written");
    }
  }

  /** How it runs. */
  public Configuration configuration() {
    return configuration;
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Where clients find it. */
  public URI endpoint() {
    return URI.create("http://localhost:" + server.port());
  }

  /** Stops soon, on a thread of its own, so that whoever asked can be answered. */
  private void stop() {
    Thread.ofPlatform().name("stop").start(this::close);
  }

  /** Waits until it is closed. */
  void awaitClose() throws InterruptedException {
    closed.await();
  }

  /** Stops: answers no more requests, and closes the world. Closing again has no effect but to wait until it is closed. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      awaitOther();
      return;
    }
    try {
      server.close();
    } finally {
      try {
        cloud.close();
      } finally {
        closed.countDown();
      }
    }
  }

  private void awaitOther() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
