package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import io.nephele.stores.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two programs serve one world from one database; then one of them is killed. */
class NodesTest {
  private static final String LOCAL = "http://localhost/000000000000/";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private ProgramProcess one;
  private ProgramProcess two;

  @BeforeEach
  void start() throws Exception {
    String database = TestDatabase.createUrl();
    FutureTask<ProgramProcess> first = async(() -> program(database));
    two = program(database);
    one = first.get();
    until(() -> nodes(two).stream().filter(node -> node.get("address") != null).count() == 2);
  }

  @AfterEach
  void stop() {
    for (ProgramProcess each : new ProgramProcess[] {one, two}) {
      if (each != null) {
        each.close();
      }
    }
    http.close();
  }

  private ProgramProcess program(String database) throws IOException {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    return ProgramProcess.start(
        folder, environment, "start", "--database", database, "--port", "0");
  }

  @Test
  @Timeout(120)
  void oneGoesOnWhenTheOtherIsKilled() throws Exception {
    call(one, "CreateQueue", "{\"QueueName\":\"jobs\"}");
    moveSlowly();
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    FutureTask<Void> toOne = async(() -> send(one, "a", acknowledged));
    FutureTask<Void> toTwo = async(() -> send(two, "b", acknowledged));
    until(() -> acknowledged.size() > 60);
    one.close(); // kill -9
    toOne.get();
    toTwo.get();
    assertThat(acknowledged).contains("b99");
    Map<String, String> received = new ConcurrentHashMap<>();
    Set<String> ids = new HashSet<>();
    for (List<Map<String, String>> batch = receive("jobs", 2);
        !batch.isEmpty();
        batch = receive("jobs", 2)) {
      for (Map<String, String> message : batch) {
        received.put(message.get("Body"), message.get("MessageId"));
        assertThat(ids.add(message.get("MessageId"))).as("received once").isTrue();
      }
    }
    assertThat(received.keySet()).containsAll(acknowledged);
    // Timers that the dead node had scheduled go on.
    until(() -> movedTask().contains("COMPLETED"));
    assertThat(movedTask()).contains("\"ApproximateNumberOfMessagesMoved\":20");
    until(
        () ->
            nodes(two).stream().filter(node -> Boolean.TRUE.equals(node.get("alive"))).count()
                == 1);
  }

  /** Begins to move twenty messages, five a second, by timers of the first program. */
  private void moveSlowly() throws Exception {
    call(one, "CreateQueue", "{\"QueueName\":\"dead\"}");
    call(one, "CreateQueue", "{\"QueueName\":\"back\"}");
    String policy =
        "{\\\"deadLetterTargetArn\\\":\\\"arn:aws:sqs:us-east-1:000000000000:dead\\\","
            + "\\\"maxReceiveCount\\\":3}";
    call(
        one,
        "CreateQueue",
        "{\"QueueName\":\"source\",\"Attributes\":{\"RedrivePolicy\":\"" + policy + "\"}}");
    for (int i = 0; i < 20; i++) {
      call(one, "SendMessage", "{\"QueueUrl\":\"" + LOCAL + "dead\",\"MessageBody\":\"m\"}");
    }
    call(
        one,
        "StartMessageMoveTask",
        "{\"SourceArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\","
            + "\"DestinationArn\":\"arn:aws:sqs:us-east-1:000000000000:back\","
            + "\"MaxNumberOfMessagesPerSecond\":5}");
  }

  private String movedTask() throws Exception {
    return call(
        two, "ListMessageMoveTasks", "{\"SourceArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\"}");
  }

  /** Sends a hundred messages, or as many as are answered before the program ends. */
  private Void send(ProgramProcess to, String prefix, Set<String> acknowledged) throws Exception {
    for (int i = 0; i < 100; i++) {
      String body = prefix + i;
      try {
        call(
            to,
            "SendMessage",
            "{\"QueueUrl\":\"" + LOCAL + "jobs\",\"MessageBody\":\"" + body + "\"}");
      } catch (IOException e) {
        return null; // killed
      }
      acknowledged.add(body);
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, String>> receive(String queue, int wait) throws Exception {
    String answer =
        call(
            two,
            "ReceiveMessage",
            "{\"QueueUrl\":\""
                + LOCAL
                + queue
                + "\",\"MaxNumberOfMessages\":10,\"WaitTimeSeconds\":"
                + wait
                + "}");
    Object messages = ((Map<String, Object>) JsonText.parse(answer)).get("Messages");
    return messages == null ? List.of() : (List<Map<String, String>>) messages;
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> nodes(ProgramProcess of) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(of.endpoint().resolve("/_nephele/nodes")).build();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return (List<Map<String, Object>>) ((Map<String, Object>) JsonText.parse(answer)).get("nodes");
  }

  private String call(ProgramProcess program, String operation, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(program.endpoint() + "/"))
            .timeout(Duration.ofSeconds(30))
            .header("X-Amz-Target", "AmazonSQS." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static <T> FutureTask<T> async(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.startVirtualThread(future);
    return future;
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.yield();
    }
  }
}
