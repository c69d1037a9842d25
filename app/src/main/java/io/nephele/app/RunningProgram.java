package io.nephele.app;

import io.nephele.edge.WorldRouter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A program that runs on this machine, asked over its control endpoints.
 *
 * @param run the note it left
 * @param listen the address it listens on
 * @param world the world that is asked about
 */
record RunningProgram(RunFile run, String listen, String world) {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 30_000;

  /** What it answered. */
  record Answer(int status, String body) {}

  /**
   * The one that the settings mean: that of the port, where a port is set; else the only one that
   * runs; else that of the default port.
   */
  static RunningProgram find(Settings settings) throws IOException {
    Configuration configuration = Configuration.of(settings);
    int port = configuration.port();
    if (!settings.isSet(Setting.PORT)) {
      List<RunFile> running = RunFile.running(configuration.home());
      if (running.size() == 1) {
        port = running.getFirst().port();
      }
    }
    RunFile run = RunFile.of(configuration.home(), port);
    String listen = settings.isSet(Setting.LISTEN) ? null : run.listen();
    return new RunningProgram(
        run, listen == null ? configuration.listen() : listen, settings.get(Setting.WORLD));
  }

  /** Where clients on this machine find it. */
  String endpoint() {
    return switch (listen) {
      case "127.0.0.1", "0.0.0.0", "::", "::1" -> at("localhost");
      default -> at(listen);
    };
  }

  private String at(String host) {
    return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + run.port();
  }

  /** Asks; null where nobody answers. */
  Answer ask(String method, String pathAndQuery) throws IOException {
    return ask(connect(method, pathAndQuery));
  }

  /** Sends JSON; null where nobody answers. */
  Answer ask(String method, String pathAndQuery, String json) throws IOException {
    HttpURLConnection connection = connect(method, pathAndQuery);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
      return answer(connection);
    } catch (ConnectException e) {
      return null;
    } finally {
      connection.disconnect();
    }
  }

  /** Asks for what may take any time; null where nobody answers. */
  Answer askPatiently(String method, String pathAndQuery) throws IOException {
    HttpURLConnection connection = connect(method, pathAndQuery);
    connection.setReadTimeout(0);
    return ask(connection);
  }

  private static Answer ask(HttpURLConnection connection) throws IOException {
    try {
      return answer(connection);
    } catch (ConnectException e) {
      return null;
    } finally {
      connection.disconnect();
    }
  }

  /** Asks for a file, which is there when all of it has come; null where nobody answers. */
  Answer download(String pathAndQuery, Path file) throws IOException {
    HttpURLConnection connection = connect("GET", pathAndQuery);
    connection.setReadTimeout(0);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      if (connection.getResponseCode() != 200) {
        return answer(connection);
      }
      try (InputStream in = connection.getInputStream()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return new Answer(204, "");
    } catch (ConnectException e) {
      return null;
    } finally {
      Files.deleteIfExists(part);
      connection.disconnect();
    }
  }

  /** Sends a file; null where nobody answers. */
  Answer upload(String pathAndQuery, Path file) throws IOException {
    HttpURLConnection connection = connect("POST", pathAndQuery);
    connection.setReadTimeout(0);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(Files.size(file));
    try (OutputStream out = connection.getOutputStream()) {
      Files.copy(file, out);
      return answer(connection);
    } catch (ConnectException e) {
      return null;
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection connect(String method, String pathAndQuery) throws IOException {
    String host = listen.equals("0.0.0.0") ? "127.0.0.1" : listen;
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create(at(host) + pathAndQuery).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setRequestProperty(WorldRouter.HEADER, world);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    return connection;
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Answer(status, body);
  }

  /** Whether it is Nephele that answers. */
  boolean isRunning() throws IOException {
    Answer health = ask("GET", "/_nephele/health");
    return health != null && health.status() == 200;
  }
}
