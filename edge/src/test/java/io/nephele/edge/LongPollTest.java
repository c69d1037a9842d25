package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests that wait, and clients that do not. */
class LongPollTest {
  /** Waits until it is interrupted or let go. */
  private static final class Poll implements HttpHandler {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public HttpResponse handle(HttpRequest request) {
      if (!request.path().equals("/poll")) {
        return PlainResponses.text(200, "quick\n");
      }
      begun.countDown();
      try {
        // Longer than it takes until watching begins.
        release.await(request.query() == null ? 60_000 : 900, TimeUnit.MILLISECONDS);
        return PlainResponses.text(200, "polled\n");
      } catch (InterruptedException e) {
        interrupted.countDown();
        return PlainResponses.text(200, "interrupted\n");
      }
    }
  }

  private static void assertInterrupted(Poll poll) throws InterruptedException {
    assertThat(poll.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void isInterruptedWhenAClientOfHttp1Leaves() throws Exception {
    Poll poll = new Poll();
    try (EdgeServer server = EdgeServer.start("127.0.0.1", 0, null, poll)) {
      try (RawConnection client = new RawConnection(server.port())) {
        client.send("POST /poll HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        assertThat(poll.begun.await(20, TimeUnit.SECONDS)).isTrue();
      }
      assertInterrupted(poll);
    }
  }

  @Test
  void isInterruptedWhenAClientOfHttp2Cancels() throws Exception {
    Poll poll = new Poll();
    try (EdgeServer server = EdgeServer.start("127.0.0.1", 0, null, poll);
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://localhost:" + server.port());
      java.net.http.HttpResponse<Void> first =
          client.send(
              java.net.http.HttpRequest.newBuilder(uri.resolve("/")).build(),
              BodyHandlers.discarding());
      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      CompletableFuture<java.net.http.HttpResponse<Void>> waiting =
          client.sendAsync(
              java.net.http.HttpRequest.newBuilder(uri.resolve("/poll")).build(),
              BodyHandlers.discarding());
      assertThat(poll.begun.await(20, TimeUnit.SECONDS)).isTrue();
      waiting.cancel(true);
      assertInterrupted(poll);
    }
  }

  @Test
  void isInterruptedWhenTheServerStops() throws Exception {
    Poll poll = new Poll();
    EdgeServer server = EdgeServer.start("127.0.0.1", 0, null, poll);
    try (RawConnection client = new RawConnection(server.port())) {
      client.send("GET /poll HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(poll.begun.await(20, TimeUnit.SECONDS)).isTrue();
      server.close();
      assertInterrupted(poll);
      assertThat(client.readUntil("interrupted\n")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void isFollowedByRequestsThatCameMeanwhile() throws Exception {
    try (EdgeServer server = EdgeServer.start("127.0.0.1", 0, null, new Poll());
        RawConnection client = new RawConnection(server.port())) {
      String poll = "GET /poll?short HTTP/1.1\r\nHost: h\r\n\r\n";
      // The first leaves the connection watched when it ends, the second comes with another behind
      // it.
      client.send(poll);
      assertThat(client.readUntil("polled\n")).startsWith("HTTP/1.1 200");
      client.send(poll);
      assertThat(client.readUntil("polled\n")).startsWith("HTTP/1.1 200");
      client.send(poll + "GET /x HTTP/1.1\r\nHost: h\r\n\r\n" + poll);
      assertThat(client.readUntil("polled\n")).startsWith("HTTP/1.1 200");
      assertThat(client.readUntil("quick\n")).startsWith("HTTP/1.1 200");
      assertThat(client.readUntil("polled\n")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void isFollowedByARequestThatCameWhileItWasWatched() throws Exception {
    Poll poll = new Poll();
    CountDownLatch watched = new CountDownLatch(1);
    try (EdgeServer server =
            EdgeServer.start(
                "127.0.0.1",
                0,
                null,
                request -> {
                  if (request.path().equals("/late")) {
                    try {
                      watched.await(900, TimeUnit.MILLISECONDS);
                      poll.begun.countDown();
                      poll.release.await(300, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                      return PlainResponses.text(200, "interrupted\n");
                    }
                    return PlainResponses.text(200, "late\n");
                  }
                  return poll.handle(request);
                });
        RawConnection client = new RawConnection(server.port())) {
      client.send("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(poll.begun.await(20, TimeUnit.SECONDS)).isTrue();
      client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.readUntil("late\n")).startsWith("HTTP/1.1 200");
      assertThat(client.readUntil("quick\n")).startsWith("HTTP/1.1 200");
    }
  }
}
