package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;

/** What was acknowledged is delivered, whatever ends in between. */
final class DurabilityTest {
  @TempDir Path folder;

  @Test
  void whatAServerDidNotTakeIsSentAfterARestart() throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    int port;
    try (Nephele nephele = start();
        SnsClient sns = client(nephele)) {
      HttpServer server = serve(0, 503, received);
      port = server.getAddress().getPort();
      String topic = topic(sns, "kept");
      String arn =
          subscribe(
              sns, topic, "http", "http://127.0.0.1:" + port + "/", "RawMessageDelivery", "true");
      clock(nephele).advance(Duration.ofMillis(1));
      String confirmation = received.remove();
      String token = confirmation.replaceAll("(?s).*\"Token\" : \"([0-9a-f]+)\".*", "$1");
      assertThat(sns.confirmSubscription(r -> r.topicArn(topic).token(token)).subscriptionArn())
          .isEqualTo(arn);
      sns.publish(r -> r.topicArn(topic).message("not lost"));
      clock(nephele).advance(Duration.ofMillis(1));
      assertThat(received).containsExactly("not lost");
      server.stop(0);
    }
    received.clear();
    HttpServer server = serve(port, 200, received);
    try (Nephele nephele = start()) {
      clock(nephele).advance(Duration.ofMinutes(1));
      assertThat(received).containsExactly("not lost");
    } finally {
      server.stop(0);
    }
  }

  private static VirtualClock clock(Nephele nephele) {
    return (VirtualClock) nephele.world().clock();
  }

  private Nephele start() {
    return Nephele.builder().store(folder.resolve("world")).virtualClock().start();
  }

  private static SnsClient client(Nephele nephele) {
    return Clients.create(SnsClient.class, nephele.endpoint(), "us-east-1", "000000000000");
  }

  private static HttpServer serve(int port, int status, Queue<String> received) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
