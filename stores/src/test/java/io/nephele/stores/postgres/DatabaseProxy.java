package io.nephele.stores.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a store and its database, counts the round trips, and cuts connections when told.
 */
final class DatabaseProxy implements AutoCloseable {
  /** What becomes of the next commit that is sent. */
  enum Cut {
    /** It goes through. */
    NONE,
    /** It is never sent on. */
    BEFORE,
    /** It is sent on, but the answer never comes back. */
    AFTER
  }

  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger roundTrips = new AtomicInteger();
  private volatile Cut cut = Cut.NONE;
  private volatile boolean away;
  private final ServerSocket server;

  /** A proxy for the database on that port of this machine. */
  DatabaseProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    accept();
  }

  int port() {
    return server.getLocalPort();
  }

  /** How often something was asked and answered since last asked. */
  int roundTrips() {
    return roundTrips.getAndSet(0);
  }

  void cutNextCommit(Cut how) {
    cut = how;
  }

  /**
   * The database is gone: connections break, none can be made. The port is kept, since others would
   * take it.
   */
  void stop() throws IOException {
    away = true;
    cutAll();
  }

  /** The database is back. */
  void restart() {
    away = false;
  }

  void cutAll() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  private void accept() {
    Thread.startVirtualThread(
        () -> {
          while (true) {
            try {
              Socket client = server.accept();
              if (away) {
                client.close();
                continue;
              }
              Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
              client.setTcpNoDelay(true);
              database.setTcpNoDelay(true);
              open.add(client);
              open.add(database);
              Connection connection = new Connection(client, database);
              Thread.startVirtualThread(connection::requests);
              Thread.startVirtualThread(connection::answers);
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  @Override
  public void close() throws IOException {
    server.close();
    cutAll();
  }

  private final class Connection {
    private final Socket client;
    private final Socket database;
    private volatile boolean asked;
    private volatile boolean mute;

    private Connection(Socket client, Socket database) {
      this.client = client;
      this.database = database;
    }

    private void requests() {
      byte[] buffer = new byte[1 << 16];
      try (client;
          database) {
        InputStream in = client.getInputStream();
        OutputStream out = database.getOutputStream();
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
          boolean commit =
              cut != Cut.NONE
                  && new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT");
          if (commit && cut == Cut.BEFORE) {
            cut = Cut.NONE;
            return;
          }
          mute = commit;
          asked = true;
          out.write(buffer, 0, count);
        }
      } catch (IOException e) {
        // The end of the connection.
      }
    }

    private void answers() {
      byte[] buffer = new byte[1 << 16];
      try (client;
          database) {
        InputStream in = database.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
          if (mute) {
            cut = Cut.NONE;
            return;
          }
          if (asked) {
            asked = false;
            roundTrips.incrementAndGet();
          }
          out.write(buffer, 0, count);
        }
      } catch (IOException e) {
        // The end of the connection.
      }
    }
  }
}
