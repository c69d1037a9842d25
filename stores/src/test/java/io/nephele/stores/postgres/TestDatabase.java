package io.nephele.stores.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL of this JVM, started when a test first asks for it. Every test has a schema of its
 * own in it, which is a database to a store.
 */
public final class TestDatabase {
  private TestDatabase() {}

  /** An empty database; the test is skipped where PostgreSQL cannot run. */
  public static DatabaseAddress create() {
    return create("");
  }

  /** An empty database, and further parameters of its address, such as {@code &connections=4}. */
  public static DatabaseAddress create(String parameters) {
    return DatabaseAddress.parse(createUrl() + parameters);
  }

  /** The address of an empty database, for other processes. */
  public static String createUrl() {
    Server server = Server.ONLY;
    Assumptions.assumeTrue(server.postgres != null, "PostgreSQL cannot run here: " + server.whyNot);
    String schema = "test" + server.schemas.incrementAndGet();
    execute(server.url(), "CREATE SCHEMA " + schema);
    return server.address() + "?currentSchema=" + schema;
  }

  /** The port of the server on this machine. */
  static int port() {
    return Server.ONLY.postgres.getPort();
  }

  /** The same database by way of another port. */
  static DatabaseAddress through(DatabaseAddress address, int port) {
    String direct = address.driverUrl().substring("jdbc:".length());
    return DatabaseAddress.parse(
        direct.replace("//localhost:" + port(), "//postgres@localhost:" + port));
  }

  /** Executes a statement in that database. */
  static void execute(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.driverUrl(), address.driverProperties());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Server {
    static final Server ONLY = new Server();

    private final AtomicInteger schemas = new AtomicInteger();
    private EmbeddedPostgres postgres;
    private String whyNot;

    private Server() {
      try {
        postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("max_connections", "300")
                .setServerConfig("autovacuum", "off")
                .start();
      } catch (IOException | RuntimeException e) {
        whyNot = e.toString();
      }
    }

    private String url() {
      return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
    }

    private String address() {
      return "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
    }
  }
}
