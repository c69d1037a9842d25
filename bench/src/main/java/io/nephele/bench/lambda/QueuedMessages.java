package io.nephele.bench.lambda;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** A queue's messages through an event source mapping, ten at a time. */
final class QueuedMessages {
  private static final String NAME = "jobs";
  private static final int BATCH = 10;
  private static final String EMPTY =
      "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"0\","
          + "\"ApproximateNumberOfMessagesNotVisible\":\"0\"}}";

  private final LambdaServer server;
  private final Language language;
  private final int count;

  QueuedMessages(LambdaServer server, Language language, int count) {
    this.server = server;
    this.language = language;
    this.count = count;
  }

  void measure(PrintStream out) throws IOException, InterruptedException {
    server.create(language, NAME, language.archive(), 30);
    server.sqs("CreateQueue", "{\"QueueName\":\"" + NAME + "\"}");
    String url = "\"QueueUrl\":\"http://localhost/000000000000/" + NAME + "\"";
    for (int sent = 0; sent < count; sent += BATCH) {
      StringBuilder entries = new StringBuilder();
      for (int i = 0; i < BATCH; i++) {
        entries.append(i == 0 ? "" : ",").append("{\"Id\":\"").append(i);
        entries.append("\",\"MessageBody\":\"message ").append(sent + i).append("\"}");
      }
      server.sqs("SendMessageBatch", "{" + url + ",\"Entries\":[" + entries + "]}");
    }
    long begun = System.nanoTime();
    server.poll(NAME);
    String attributes =
        ",\"AttributeNames\":[\"ApproximateNumberOfMessages\","
            + "\"ApproximateNumberOfMessagesNotVisible\"]";
    while (!server.sqs("GetQueueAttributes", "{" + url + attributes + "}").equals(EMPTY)) {
      Thread.sleep(20);
    }
    out.printf(
        Locale.ROOT,
        "%d messages of a queue through a mapping, ten at a time: %.1f s.%n%n",
        count,
        (System.nanoTime() - begun) / 1e9);
  }
}
