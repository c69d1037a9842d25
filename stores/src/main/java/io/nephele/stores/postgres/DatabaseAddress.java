package io.nephele.stores.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * Where a database is and how to enter it: {@code
 * postgresql://user:password@host:port/database?parameter=value}. There may be several hosts,
 * separated by commas; the first that answers is taken. What is not said is as for PostgreSQL's own
 * programs: host localhost, port 5432, the user of the operating system, the database named as the
 * user. Parameters are those of the PostgreSQL JDBC driver, such as {@code sslmode=verify-full},
 * and {@code connections}, the most that are open at once (16).
 */
public final class DatabaseAddress {
  private static final int DEFAULT_CONNECTIONS = 16;
  private static final int MIN_CONNECTIONS = 2;
  private static final int MAX_CONNECTIONS = 1000;
  private static final String CONNECTIONS = "connections";

  private final String user;
  private final String password;
  private final String hosts;
  private final String database;
  private final String parameters;
  private final int connections;

  private DatabaseAddress(URI uri) {
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String entry = at < 0 ? "" : authority.substring(0, at);
    int colon = entry.indexOf(':');
    String name = colon < 0 ? entry : entry.substring(0, colon);
    this.user = name.isEmpty() ? System.getProperty("user.name") : decode(name);
    this.password = colon < 0 ? null : decode(entry.substring(colon + 1));
    String places = authority.substring(at + 1);
    this.hosts = places.isEmpty() ? "localhost" : places;
    String path = uri.getRawPath();
    this.database = path == null || path.length() < 2 ? user : decode(path.substring(1));
    StringBuilder rest = new StringBuilder();
    int number = DEFAULT_CONNECTIONS;
    String query = uri.getRawQuery();
    for (String parameter : query == null ? new String[0] : query.split("&")) {
      if (parameter.startsWith(CONNECTIONS + "=")) {
        number = number(parameter.substring(CONNECTIONS.length() + 1));
      } else if (!parameter.isEmpty()) {
        rest.append(rest.isEmpty() ? '?' : '&').append(parameter);
      }
    }
    this.parameters = rest.toString();
    this.connections = number;
  }

  /**
   * The address that a text says.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat it, since there may
   *     be a password in it
   */
  public static DatabaseAddress parse(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      if (("postgresql".equals(scheme) || "postgres".equals(scheme))
          && !uri.isOpaque()
          && uri.getRawFragment() == null) {
        return new DatabaseAddress(uri);
      }
    } catch (URISyntaxException e) {
      // Told below, without the reason: it would quote the text.
    }
    throw new IllegalArgumentException(
        "a database is postgresql://user:password@host:port/database, with other characters than"
            + " letters and digits in user and password percent-encoded");
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= MIN_CONNECTIONS && number <= MAX_CONNECTIONS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "connections of a database must be a number from "
            + MIN_CONNECTIONS
            + " to "
            + MAX_CONNECTIONS);
  }

  private static String decode(String part) {
    // A plus is a plus here, unlike in forms.
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The most connections that are open at once. */
  int connections() {
    return connections;
  }

  /** What the driver calls the address. The parameters in it go before the properties. */
  String driverUrl() {
    String encoded = java.net.URLEncoder.encode(database, StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + hosts + "/" + encoded.replace("+", "%20") + parameters;
  }

  /** What the driver is to know beside the address. */
  Properties driverProperties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "nephele");
    // The name then goes with the first message rather than with one of its own.
    properties.setProperty("assumeMinServerVersion", "9.4");
    // Few statements, used again and again: the server is to keep them from the first.
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "10");
    // A database that has gone without a word is not waited for without end.
    properties.setProperty("socketTimeout", "120");
    return properties;
  }

  /** The address without the password and the parameters. */
  @Override
  public String toString() {
    return "postgresql://" + user + "@" + hosts + "/" + database;
  }
}
