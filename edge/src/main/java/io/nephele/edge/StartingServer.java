package io.nephele.edge;

import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A server that is being started on a thread of its own, so that a program can open its world
 * meanwhile. Requests that come before it knows who answers them wait for that.
 */
public final class StartingServer implements AutoCloseable {
  private final CompletableFuture<EdgeServer> starting = new CompletableFuture<>();
  private final LateHandler handler = new LateHandler();

  private StartingServer() {}

  /** Begins to start a server; see {@link EdgeServer#start}. */
  public static StartingServer begin(String listen, int port, Path tlsFolder) {
    StartingServer server = new StartingServer();
    Thread.ofPlatform()
        .name("start-server")
        .daemon()
        .start(() -> server.start(listen, port, tlsFolder));
    return server;
  }

  private void start(String listen, int port, Path tlsFolder) {
    try {
      starting.complete(EdgeServer.start(listen, port, tlsFolder, handler));
    } catch (Throwable e) {
      starting.completeExceptionally(e);
    }
  }

  /**
   * Says who answers, and waits until the server is listening.
   *
   * @throws PortTakenException if the address cannot be listened on
   */
  public EdgeServer answerBy(HttpHandler answers) throws PortTakenException {
    try {
      EdgeServer server = starting.join();
      handler.known.complete(answers);
      return server;
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case PortTakenException taken -> throw taken;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  /** Closes the server once it is started, and refuses requests that still wait. */
  @Override
  public void close() {
    handler.known.complete(request -> PlainResponses.text(503, "Not started\n"));
    EdgeServer server;
    try {
      server = starting.join();
    } catch (CompletionException e) {
      return; // nothing was started
    }
    server.close();
  }

  /** Who answers as soon as that is known. */
  private static final class LateHandler implements HttpHandler {
    private final CompletableFuture<HttpHandler> known = new CompletableFuture<>();

    @Override
    public HttpResponse handle(HttpRequest request) {
      return known.join().handle(request);
    }
  }
}
