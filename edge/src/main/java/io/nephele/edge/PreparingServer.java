package io.nephele.edge;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A server that is being made on a thread of its own, so that a program can open its world
 * meanwhile. Nothing listens before {@link #listen}.
 */
public final class PreparingServer {
  private final CompletableFuture<EdgeServer> made = new CompletableFuture<>();

  private PreparingServer() {}

  /** Begins to make a server; see {@link EdgeServer#start}. */
  public static PreparingServer begin(String listen, int port, Path tlsFolder) {
    PreparingServer server = new PreparingServer();
    Thread.ofPlatform()
        .name("prepare-server")
        .daemon()
        .start(() -> server.make(listen, port, tlsFolder));
    return server;
  }

  private void make(String listen, int port, Path tlsFolder) {
    try {
      made.complete(EdgeServer.prepare(listen, port, tlsFolder));
    } catch (Throwable e) {
      made.completeExceptionally(e);
    }
  }

  /**
   * Waits until it is made and has it listen.
   *
   * @throws PortTakenException if the address cannot be listened on
   */
  public EdgeServer listen(HttpHandler handler) throws PortTakenException {
    EdgeServer server;
    try {
      server = made.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
    server.listen(handler);
    return server;
  }
}
