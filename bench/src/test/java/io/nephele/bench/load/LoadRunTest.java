package io.nephele.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Test")
                  + " "
                  + body);
          byte[] answer =
              "x".repeat(body.equals("long") ? 300_000 : 5).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.equals("bad") ? 400 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  private RequestBytes request(String body) {
    return new RequestBytes("localhost", "/", "X-Test: yes\r\n").add(body).finish();
  }

  @Test
  void oneConnectionServesManyExchangesOfAnyLength() throws IOException {
    try (HttpConnection connection = new HttpConnection(server.getAddress())) {
      connection.exchange(request("a"));
      assertThat(connection.status()).isEqualTo(200);
      assertThat(connection.bodyText()).isEqualTo("xxxxx");
      connection.exchange(request("long"));
      assertThat(connection.bodyText()).hasSize(300_000);
      connection.exchange(request("bad"));
      assertThat(connection.status()).isEqualTo(400);
      RequestBytes grown = request("first");
      connection.exchange(grown.clear().add("b".repeat(20_000)).finish());
      assertThat(connection.status()).isEqualTo(200);
    }
    assertThat(requests)
        .containsExactly(
            "POST yes a", "POST yes long", "POST yes bad", "POST yes " + "b".repeat(20_000));
  }

  @Test
  void aRunCountsWhatTheServerSaw() throws IOException, InterruptedException {
    AtomicInteger left = new AtomicInteger(200);
    LoadResult result =
        new LoadRun(server.getAddress())
            .run(4, Duration.ofMinutes(1), () -> new Counting(request("a"), left));
    assertThat(requests.size()).isBetween(201, 204); // each connection may find nothing once
    assertThat(result.messages()).isEqualTo(200);
    assertThat(result.latency().getTotalCount()).isEqualTo(200);
    assertThat(result.rate()).isPositive();
  }

  @Test
  void aFailedStepFailsTheRun() {
    assertThatThrownBy(
            () ->
                new LoadRun(server.getAddress())
                    .run(2, Duration.ofMinutes(1), () -> new Failing(request("a"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wrong answer");
  }

  private record Counting(RequestBytes request, AtomicInteger left, AtomicInteger count)
      implements Step {
    Counting(RequestBytes request, AtomicInteger left) {
      this(request, left, new AtomicInteger());
    }

    @Override
    public RequestBytes begin() {
      return request;
    }

    @Override
    public RequestBytes next(HttpConnection answered) {
      count.set(left.decrementAndGet() < 0 ? 0 : 1);
      return null;
    }

    @Override
    public int handled() {
      return count.get();
    }
  }

  private record Failing(RequestBytes request) implements Step {
    @Override
    public RequestBytes begin() {
      return request;
    }

    @Override
    public RequestBytes next(HttpConnection answered) throws IOException {
      throw new IOException("wrong answer");
    }

    @Override
    public int handled() {
      return 1;
    }
  }
}
