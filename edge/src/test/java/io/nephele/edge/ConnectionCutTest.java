package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.faults.DroppedConnection;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Callers that get no answer. */
class ConnectionCutTest {
  private static HttpResponse answer(HttpRequest request) {
    if (request.path().equals("/drop")) {
      throw new DroppedConnection("test");
    }
    return PlainResponses.text(200, "answer\n");
  }

  private static java.net.http.HttpRequest post(EdgeServer server, String path) {
    return java.net.http.HttpRequest.newBuilder(
            URI.create("http://localhost:" + server.port() + path))
        .POST(BodyPublishers.noBody())
        .build();
  }

  @Test
  void aConnectionOfHttp1IsClosedWithoutAByte() throws Exception {
    try (EdgeServer server = EdgeServer.start("127.0.0.1", 0, null, ConnectionCutTest::answer);
        RawConnection client = new RawConnection(server.port())) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.readUntil("answer\n")).startsWith("HTTP/1.1 200");
      client.send("GET /drop HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.readAll()).isEmpty();
      try (RawConnection next = new RawConnection(server.port())) {
        next.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(next.readUntil("answer\n")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void aStreamOfHttp2IsResetAndTheConnectionStays() throws Exception {
    try (EdgeServer server = EdgeServer.start("127.0.0.1", 0, null, ConnectionCutTest::answer);
        HttpClient client = HttpClient.newHttpClient()) {
      // The first request brings the client to HTTP/2.
      client.send(
          java.net.http.HttpRequest.newBuilder(
                  URI.create("http://localhost:" + server.port() + "/"))
              .build(),
          BodyHandlers.ofString());
      java.net.http.HttpResponse<String> before =
          client.send(post(server, "/"), BodyHandlers.ofString());
      assertThat(before.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThatThrownBy(() -> client.send(post(server, "/drop"), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("RST_STREAM");
      java.net.http.HttpResponse<String> after =
          client.send(post(server, "/"), BodyHandlers.ofString());
      assertThat(after.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(after.body()).isEqualTo("answer\n");
      assertThat(after.connectionLabel()).isEqualTo(before.connectionLabel());
    }
  }
}
