package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What clients see of a server that stops. */
class StoppingTest {
  private static final int LARGE = 48 << 20;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  private EdgeServer start() throws Exception {
    return EdgeServer.start(
        "127.0.0.1",
        0,
        null,
        request -> {
          switch (request.path()) {
            case "/work" -> {
              begun.countDown();
              try {
                release.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                return PlainResponses.text(500, "interrupted\n");
              }
              return PlainResponses.text(200, "worked\n");
            }
            case "/large" -> {
              return new HttpResponse(200, new Headers(), Body.of(Bytes.of(new byte[LARGE])));
            }
            default -> {
              return PlainResponses.text(200, "quick\n");
            }
          }
        });
  }

  /** Whether connections are refused, from a moment on: the system itself takes some before. */
  private static boolean isRefused(int port) throws IOException {
    for (int attempt = 0; attempt < 1000; attempt++) {
      try {
        new RawConnection(port).close();
      } catch (ConnectException e) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatIsBeingAnsweredIsAnsweredAndNothingElse() throws Exception {
    EdgeServer server = start();
    try (RawConnection working = new RawConnection(server.port());
        RawConnection idle = new RawConnection(server.port())) {
      idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(idle.readUntil("quick\n")).startsWith("HTTP/1.1 200");
      working.send("GET /work HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      int port = server.port();
      server.refuse();
      assertThat(isRefused(port)).isTrue();
      idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(idle.readAll())
          .startsWith("HTTP/1.1 503")
          .contains("Connection: close")
          .endsWith("Stopping\n");

      Thread closing = Thread.ofPlatform().start(server::close);
      release.countDown();
      assertThat(working.readAll())
          .startsWith("HTTP/1.1 200")
          .contains("Connection: close")
          .endsWith("worked\n");
      closing.join();
    }
  }

  @Test
  void callersOfHttp2AreAnsweredToo() throws Exception {
    EdgeServer server = start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://localhost:" + server.port());
      java.net.http.HttpResponse<String> first =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      CompletableFuture<java.net.http.HttpResponse<String>> working =
          client.sendAsync(
              HttpRequest.newBuilder(uri.resolve("/work")).build(), BodyHandlers.ofString());
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      server.refuse();
      assertThat(
              client
                  .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(503);
      Thread closing = Thread.ofPlatform().start(server::close);
      release.countDown();
      assertThat(working.get(20, TimeUnit.SECONDS).body()).isEqualTo("worked\n");
      closing.join();
    }
  }

  @Test
  void aResponseThatIsOnItsWayIsNotCut() throws Exception {
    EdgeServer server = start();
    try (RawConnection client = new RawConnection(server.port())) {
      client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
      Thread closing = Thread.ofPlatform().start(server::close);
      assertThat(client.readAll()).hasSize(LARGE);
      closing.join();
    }
  }
}
