package io.nephele.edge;

import io.nephele.core.web.Listener;
import io.nephele.core.web.ListenerHandler;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The HTTP server: HTTP/1.1, HTTP/2 without TLS (with prior knowledge) and both over TLS, all on
 * one port. Paths and queries reach the handler as they were sent; bodies are streamed both ways.
 */
public final class EdgeServer implements AutoCloseable {
  /** The most bytes that a request's line and header fields may have. */
  public static final int HEADER_LIMIT = 64 * 1024;

  private static final long IDLE_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final int INPUT_BUFFER = 64 * 1024;
  private static final int HTTP2_WINDOW = 4 << 20;
  private static final Executor VIRTUAL_THREADS = task -> Thread.ofVirtual().start(task);

  private final Server server;
  private final Connector connector;
  private final Exchanges exchanges;
  private final Listeners listeners;

  private EdgeServer(Server server, Connector connector) {
    this.server = server;
    this.connector = connector;
    this.exchanges = new Exchanges(connector);
    this.listeners = new Listeners(connector);
  }

  /**
   * Starts a server; it is listening on return.
   *
   * @param listen the address or name of the interface to listen on; 0.0.0.0 for all
   * @param port the port, or 0 for any that is free
   * @param tlsFolder where the key and certificate of TLS are kept, or null to make new ones for
   *     every run
   * @throws PortTakenException if the address cannot be listened on
   */
  public static EdgeServer start(String listen, int port, Path tlsFolder, HttpHandler handler)
      throws PortTakenException {
    EdgeServer server = prepare(listen, port, tlsFolder);
    server.listen(handler);
    return server;
  }

  /** Makes a server that does not listen yet; see {@link #start}. */
  static EdgeServer prepare(String listen, int port, Path tlsFolder) {
    avoidManagement();
    readTimeZones();
    Server server = new Server(threads());
    server.setStopTimeout(0);
    server.setStopAtShutdown(false);
    server.setErrorHandler(new PlainErrors());

    HttpConfiguration plain = configuration();
    ConnectionFactory[] protocols = {
      new DetectorConnectionFactory(new LazyTls(tlsFolder)),
      http1(plain),
      http2(new HTTP2CServerConnectionFactory(plain)),
      http2(new HTTP2ServerConnectionFactory(plain)),
      new LazyAlpn()
    };
    Connector connector = new Connector(server, protocols);
    connector.setHost(listen);
    connector.setPort(port);
    connector.setReuseAddress(true);
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    return new EdgeServer(server, connector);
  }

  /**
   * Listens, once.
   *
   * @throws PortTakenException if the address cannot be listened on
   */
  void listen(HttpHandler handler) throws PortTakenException {
    server.setHandler(new JettyHandler(handler, exchanges, listeners));
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      close();
      throw failure(connector.getHost(), connector.getPort(), e);
    }
  }

  /**
   * Jetty would start the JVM's whole management to learn this one number, which takes longer than
   * the rest of a start.
   */
  private static void avoidManagement() {
    String property = "org.eclipse.jetty.util.referencesPerCacheLine";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "16");
    }
  }

  /** All time zones are read when one is first asked for, as Jetty does to note when it started. */
  @SuppressWarnings("ReturnValueIgnored")
  private static void readTimeZones() {
    ZoneId.systemDefault();
  }

  /** Requests run on virtual threads; the pool's own few threads only watch sockets. */
  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(16, 2);
    threads.setName("edge");
    threads.setDaemon(true);
    // Else requests would run on these threads where one is free, and a long poll would hold it.
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(VIRTUAL_THREADS);
    return threads;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    // S3 keys may hold any character in any spelling, and clients of AWS send header fields that
    // newer rules forbid.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setHttpCompliance(HttpCompliance.RFC7230_LEGACY);
    // Signatures are of values as they came, so that none may be replaced by one that Jetty knows
    // in other case, as it does with "text/plain; charset=UTF-8".
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setRequestHeaderSize(HEADER_LIMIT);
    configuration.setMaxResponseHeaderSize(HEADER_LIMIT);
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    return configuration;
  }

  /**
   * Reads in large pieces, since bodies may be large; requests without one give the buffer back.
   */
  private static HttpConnectionFactory http1(HttpConfiguration configuration) {
    HttpConnectionFactory factory = new HttpConnectionFactory(configuration);
    factory.setInputBufferSize(INPUT_BUFFER);
    return factory;
  }

  private static <F extends AbstractHTTP2ServerConnectionFactory> F http2(F factory) {
    factory.setMaxConcurrentStreams(1024);
    factory.setInitialStreamRecvWindow(HTTP2_WINDOW);
    factory.setInitialSessionRecvWindow(4 * HTTP2_WINDOW);
    // Cancelled long polls reset their streams, and some clients ping for every request.
    factory.setRateControlFactory(new RateControl.Factory() {});
    return factory;
  }

  private static PortTakenException failure(String listen, int port, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        String reason = bind.getMessage();
        boolean taken = reason != null && reason.contains("in use");
        return new PortTakenException(
            taken
                ? "port " + port + " of " + listen + " is in use by another program"
                : "cannot listen on port " + port + " of " + listen + ": " + reason,
            e);
      }
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return new PortTakenException("cannot listen on " + listen + ": unknown host", e);
      }
      if (cause instanceof SocketException socket) {
        return new PortTakenException(
            "cannot listen on port " + port + " of " + listen + ": " + socket.getMessage(), e);
      }
    }
    if (e instanceof IOException) {
      return new PortTakenException(
          "cannot listen on port " + port + " of " + listen + ": " + e.getMessage(), e);
    }
    throw new IllegalStateException("the HTTP server does not start", e);
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Opens a further port, of the loopback address.
   *
   * @throws IOException if there is none
   */
  Listener open(ListenerHandler handler) throws IOException {
    return listeners.open(handler);
  }

  /**
   * Takes no more connections; requests that come on those that are there are answered with status
   * 503, and those that are being answered go on.
   */
  public void refuse() {
    exchanges.refuse();
    connector.release();
  }

  /**
   * Stops: refuses, gives the requests that are being answered a few seconds to end, interrupts
   * those that do not, and closes. Closing again has no effect.
   */
  @Override
  public void close() {
    refuse();
    exchanges.drain();
    listeners.close();
    try {
      server.stop();
    } catch (Exception e) {
      System.getLogger(EdgeServer.class.getName())
          .log(System.Logger.Level.WARNING, "The HTTP server did not stop cleanly", e);
    }
  }

  /**
   * Watches sockets on the pool's threads, and runs everything that connections start on virtual
   * threads.
   */
  private static final class Connector extends ServerConnector {
    Connector(Server server, ConnectionFactory... protocols) {
      super(server, VIRTUAL_THREADS, null, null, 0, 1, protocols);
    }

    /**
     * Lets go of the port. Jetty itself does so only at the very end when selectors accept, and
     * until then connections would be made that nobody answers.
     */
    void release() {
      IO.close((Closeable) getTransport());
      // Wakes the selector, which closes what it watches.
      setAccepting(false);
      close();
    }

    @Override
    protected SelectorManager newSelectorManager(
        Executor executor, Scheduler scheduler, int selectors) {
      return new ServerConnectorManager(getServer().getThreadPool(), scheduler, selectors);
    }
  }
}
