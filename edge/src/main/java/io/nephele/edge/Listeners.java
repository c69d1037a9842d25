package io.nephele.edge;

import io.nephele.core.web.Listener;
import io.nephele.core.web.ListenerHandler;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;

/**
 * Further ports of the server, on the loopback address: they share its selector and threads, so
 * that one costs no more than a socket.
 */
final class Listeners {
  private static final int BACKLOG = 128;

  private final ServerConnector connector;
  private final Map<Integer, Port> byPort = new ConcurrentHashMap<>();
  private volatile boolean used;

  Listeners(ServerConnector connector) {
    this.connector = connector;
  }

  Listener open(ListenerHandler handler) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
      channel.configureBlocking(false);
      int number = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      Port port = new Port(number, channel, handler);
      byPort.put(number, port);
      used = true;
      port.accepting = connector.getSelectorManager().acceptor(channel);
      return port;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What answers a request, or null if it came to the server's own port. */
  HttpHandler handler(Request request) {
    if (!used) {
      return null;
    }
    SocketAddress local = request.getConnectionMetaData().getLocalSocketAddress();
    if (!(local instanceof InetSocketAddress address)
        || address.getPort() == connector.getLocalPort()) {
      return null;
    }
    Port port = byPort.get(address.getPort());
    return port == null ? closed -> PlainResponses.text(503, "Closed\n") : port.handler::handle;
  }

  void close() {
    byPort.values().forEach(Port::close);
  }

  private final class Port implements Listener {
    private final int number;
    private final ServerSocketChannel channel;
    private final ListenerHandler handler;
    private volatile Closeable accepting;

    Port(int number, ServerSocketChannel channel, ListenerHandler handler) {
      this.number = number;
      this.channel = channel;
      this.handler = handler;
    }

    @Override
    public int port() {
      return number;
    }

    @Override
    public void close() {
      if (byPort.remove(number, this)) {
        IO.close(accepting);
        IO.close(channel);
      }
    }
  }
}
