package io.nephele.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Senders, batch senders, and receivers that delete, on a few queues at once; it remembers what was
 * acknowledged, and compares that with what the queues have. Messages are texts that occur once;
 * those of a batch share a prefix.
 */
final class QueueWorkload {
  private static final int THREADS = 6;
  private static final int QUEUES = 3;
  private static final int BATCH = 5;

  /** Seconds; longer than a round takes. */
  private static final int VISIBILITY = 600;

  private static final String ATTRIBUTES =
      "\"Attributes\":{\"MessageRetentionPeriod\":\"1209600\"}";
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\"Body\":\"([^\"]*)\"[^}]*\"ReceiptHandle\":\"([^\"]*)\""
              + "|\"ReceiptHandle\":\"([^\"]*)\"[^}]*\"Body\":\"([^\"]*)\"");
  private static final Pattern COUNT = Pattern.compile("\"(Approx[A-Za-z]*)\":\"(\\d+)\"");

  /** Where a message stands. */
  private enum Fate {
    /** A send was begun, and not answered. */
    PERHAPS_SENT,
    SENT,
    /** A deletion was begun, and not answered. */
    PERHAPS_DELETED,
    DELETED
  }

  private final Random random;
  private final Map<String, Fate> fates = new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger deleted = new AtomicInteger();
  private final AtomicInteger ids = new AtomicInteger();
  private URI endpoint;

  QueueWorkload(long seed) {
    this.random = new Random(seed);
  }

  /** Works with the program there from now on. */
  void prepare(URI program) throws IOException, InterruptedException {
    endpoint = program;
    try (HttpClient client = client()) {
      for (int queue = 0; queue < QUEUES; queue++) {
        HttpResponse<String> made =
            call(
                client,
                "CreateQueue",
                "{\"QueueName\":\"" + name(queue) + "\"," + ATTRIBUTES + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
      }
    }
  }

  private static String name(int queue) {
    return "queue-" + queue;
  }

  /** How many sends were acknowledged. */
  int acknowledged() {
    return sent.get();
  }

  /** How many deletions were acknowledged. */
  int deletions() {
    return deleted.get();
  }

  /** How many messages are there, as far as is known. */
  long left() {
    return fates.values().stream().filter(fate -> fate == Fate.SENT).count();
  }

  /**
   * Runs until something fails, which it does after the kill; the kill comes after so many calls.
   * Whether all ended because of it.
   */
  boolean run(int callsBeforeKill, Runnable kill) throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random own = new Random(random.nextLong());
      int kind = Math.min(i, 2); // most receive, as sending is quicker
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (HttpClient client = client()) {
                      while (true) {
                        step(client, kind, own);
                        if (calls.getAndIncrement() == callsBeforeKill) {
                          kill.run();
                        }
                      }
                    } catch (IOException e) {
                      failures.incrementAndGet(); // the program is gone
                    } catch (InterruptedException | RuntimeException | AssertionError e) {
                      wrong.compareAndSet(null, e);
                      kill.run();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).as("an answer that none should get").isNull();
    return failures.get() == THREADS;
  }

  private void step(HttpClient client, int kind, Random own)
      throws IOException, InterruptedException {
    int queue = own.nextInt(QUEUES);
    switch (kind) {
      case 0 -> send(client, queue);
      case 1 -> sendBatch(client, queue);
      default -> receiveAndDelete(client, queue, own.nextBoolean());
    }
  }

  private void send(HttpClient client, int queue) throws IOException, InterruptedException {
    String text = queue + "/single-" + ids.incrementAndGet();
    fates.put(text, Fate.PERHAPS_SENT);
    HttpResponse<String> answer =
        call(client, "SendMessage", "{" + url(queue) + ",\"MessageBody\":\"" + text + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    fates.replace(text, Fate.PERHAPS_SENT, Fate.SENT); // somebody may have received it already
    sent.incrementAndGet();
  }

  private void sendBatch(HttpClient client, int queue) throws IOException, InterruptedException {
    String batch = queue + "/batch-" + ids.incrementAndGet();
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      String text = batch + "/" + i;
      fates.put(text, Fate.PERHAPS_SENT);
      entries
          .append(i == 0 ? "" : ",")
          .append("{\"Id\":\"e" + i + "\",\"MessageBody\":\"" + text + "\"}");
    }
    HttpResponse<String> answer =
        call(client, "SendMessageBatch", "{" + url(queue) + ",\"Entries\":[" + entries + "]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("\"Failed\":[{");
    for (int i = 0; i < BATCH; i++) {
      fates.replace(batch + "/" + i, Fate.PERHAPS_SENT, Fate.SENT);
      sent.incrementAndGet();
    }
  }

  private void receiveAndDelete(HttpClient client, int queue, boolean batch)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        call(
            client,
            "ReceiveMessage",
            "{"
                + url(queue)
                + ",\"MaxNumberOfMessages\":4,\"VisibilityTimeout\":"
                + VISIBILITY
                + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, String> messages = messages(answer.body());
    messages.keySet().forEach(text -> fates.put(text, Fate.PERHAPS_DELETED));
    if (batch) {
      deleteBatch(client, queue, messages);
    } else {
      for (Map.Entry<String, String> message : messages.entrySet()) {
        delete(client, queue, message.getKey(), message.getValue());
      }
    }
  }

  private void delete(HttpClient client, int queue, String text, String handle)
      throws IOException, InterruptedException {
    HttpResponse<String> done =
        call(client, "DeleteMessage", "{" + url(queue) + ",\"ReceiptHandle\":\"" + handle + "\"}");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    deleted(text);
  }

  private void deleteBatch(HttpClient client, int queue, Map<String, String> messages)
      throws IOException, InterruptedException {
    if (messages.isEmpty()) {
      return;
    }
    StringBuilder entries = new StringBuilder();
    for (String handle : messages.values()) {
      int id = entries.length();
      entries
          .append(id == 0 ? "" : ",")
          .append("{\"Id\":\"e" + id + "\",\"ReceiptHandle\":\"" + handle + "\"}");
    }
    HttpResponse<String> done =
        call(client, "DeleteMessageBatch", "{" + url(queue) + ",\"Entries\":[" + entries + "]}");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    assertThat(done.body()).doesNotContain("\"Failed\":[{");
    messages.keySet().forEach(this::deleted);
  }

  private void deleted(String text) {
    fates.put(text, Fate.DELETED);
    deleted.incrementAndGet();
  }

  private static Map<String, String> messages(String body) {
    Map<String, String> messages = new HashMap<>();
    Matcher matcher = MESSAGE.matcher(body);
    while (matcher.find()) {
      boolean bodyFirst = matcher.group(1) != null;
      messages.put(matcher.group(bodyFirst ? 1 : 4), matcher.group(bodyFirst ? 2 : 3));
    }
    return messages;
  }

  /**
   * Compares what the queues have with what was acknowledged. Afterwards nothing is uncertain any
   * more: what is there was sent, what is not is gone.
   */
  void verify() throws IOException, InterruptedException {
    Set<String> found = new HashSet<>();
    try (HttpClient client = client()) {
      // So that all that were received, but not deleted, can be received again.
      assertThat(advance(client)).isEqualTo(200);
      for (int queue = 0; queue < QUEUES; queue++) {
        Map<String, Long> counts = counts(client, queue);
        Set<String> inQueue = drain(client, queue);
        assertThat((long) inQueue.size())
            .as("the tally of queue " + queue + " is the number of its messages: " + counts)
            .isEqualTo(counts.values().stream().mapToLong(Long::longValue).sum());
        found.addAll(inQueue);
      }
    }
    Map<String, Doubt> batches = new HashMap<>();
    fates.forEach(
        (text, fate) -> {
          boolean there = found.contains(text);
          switch (fate) {
            case SENT -> assertThat(there).as(text + " was acknowledged").isTrue();
            case DELETED -> assertThat(there).as(text + "'s deletion was acknowledged").isFalse();
            case PERHAPS_SENT -> {
              if (text.contains("/batch-")) {
                String batch = text.substring(0, text.lastIndexOf('/'));
                batches.merge(batch, new Doubt(1, there ? 1 : 0), Doubt::and);
              }
            }
            case PERHAPS_DELETED -> {}
          }
        });
    batches.forEach((batch, doubt) -> doubt.check(batch));
    Set<String> unknown = new HashSet<>(found);
    unknown.removeAll(fates.keySet());
    assertThat(unknown).isEmpty();
    fates.replaceAll((text, fate) -> found.contains(text) ? Fate.SENT : Fate.DELETED);
  }

  /**
   * What is not known of a batch whose sending was not answered.
   *
   * @param entries how many entries nobody has received
   * @param there how many of these are there
   */
  private record Doubt(int entries, int there) {
    private Doubt and(Doubt other) {
      return new Doubt(entries + other.entries, there + other.there);
    }

    /** All of its entries were sent, or none; where one was received, all were. */
    private void check(String batch) {
      List<Integer> whole = entries < BATCH ? List.of(entries) : List.of(0, entries);
      assertThat(there).as(batch + " is whole or not there at all").isIn(whole);
    }
  }

  private Map<String, Long> counts(HttpClient client, int queue)
      throws IOException, InterruptedException {
    String body =
        call(client, "GetQueueAttributes", "{" + url(queue) + ",\"AttributeNames\":[\"All\"]}")
            .body();
    Map<String, Long> counts = new HashMap<>();
    Matcher matcher = COUNT.matcher(body);
    while (matcher.find()) {
      counts.put(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
    assertThat(counts).hasSize(3);
    return counts;
  }

  /** Receives every message once. */
  private Set<String> drain(HttpClient client, int queue) throws IOException, InterruptedException {
    Set<String> found = new HashSet<>();
    while (true) {
      String body =
          call(
                  client,
                  "ReceiveMessage",
                  "{"
                      + url(queue)
                      + ",\"MaxNumberOfMessages\":10,\"VisibilityTimeout\":"
                      + VISIBILITY
                      + "}")
              .body();
      Set<String> received = messages(body).keySet();
      if (received.isEmpty()) {
        return found;
      }
      for (String text : received) {
        assertThat(found.add(text)).as(text + " is there once").isTrue();
      }
    }
  }

  private int advance(HttpClient client) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/_nephele/clock?advance=" + VISIBILITY + "s"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private String url(int queue) {
    return "\"QueueUrl\":\"" + endpoint + "/000000000000/" + name(queue) + "\"";
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private HttpResponse<String> call(HttpClient client, String operation, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("X-Amz-Target", "AmazonSQS." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
