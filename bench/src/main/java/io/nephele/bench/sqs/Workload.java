package io.nephele.bench.sqs;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is measured: each makes steps on one queue. */
enum Workload {
  SEND("send", false) {
    @Override
    Step step(SqsClient client, String queueUrl) {
      RequestBytes request = client.request("SendMessage");
      request.add("{\"QueueUrl\":\"" + queueUrl + "\",\"MessageBody\":\"" + BODY + "\"}").finish();
      JsonStrings ids = new JsonStrings("MessageId");
      return connection -> exchange(connection, request, ids, 1);
    }
  },

  RECEIVE("receive + delete", true) {
    @Override
    Step step(SqsClient client, String queueUrl) {
      RequestBytes receive = receive(client, queueUrl, 1);
      RequestBytes delete = client.request("DeleteMessage");
      byte[] start =
          ("{\"QueueUrl\":\"" + queueUrl + "\",\"ReceiptHandle\":\"")
              .getBytes(StandardCharsets.UTF_8);
      byte[] end = "\"}".getBytes(StandardCharsets.UTF_8);
      JsonStrings handles = new JsonStrings("ReceiptHandle");
      return connection -> {
        connection.exchange(receive);
        SqsClient.check(connection);
        if (handles.find(connection) == 0) {
          return 0;
        }
        delete
            .clear()
            .add(start)
            .add(connection.buffer(), handles.from(0), handles.to(0))
            .add(end)
            .finish();
        connection.exchange(delete);
        SqsClient.check(connection);
        return 1;
      };
    }
  },

  SEND_BATCH("send, batches of 10", false) {
    @Override
    Step step(SqsClient client, String queueUrl) {
      RequestBytes request = client.request("SendMessageBatch");
      request.add("{\"QueueUrl\":\"" + queueUrl + "\",\"Entries\":[");
      for (int i = 0; i < 10; i++) {
        request.add(
            (i == 0 ? "" : ",") + "{\"Id\":\"" + i + "\",\"MessageBody\":\"" + BODY + "\"}");
      }
      request.add("]}").finish();
      JsonStrings ids = new JsonStrings("MessageId");
      return connection -> exchange(connection, request, ids, 10);
    }
  },

  RECEIVE_BATCH("receive + delete, batches of 10", true) {
    @Override
    Step step(SqsClient client, String queueUrl) {
      RequestBytes receive = receive(client, queueUrl, 10);
      RequestBytes delete = client.request("DeleteMessageBatch");
      byte[] start =
          ("{\"QueueUrl\":\"" + queueUrl + "\",\"Entries\":[").getBytes(StandardCharsets.UTF_8);
      byte[][] entry = new byte[10][];
      for (int i = 0; i < 10; i++) {
        entry[i] =
            ((i == 0 ? "" : "\"},") + "{\"Id\":\"" + i + "\",\"ReceiptHandle\":\"")
                .getBytes(StandardCharsets.UTF_8);
      }
      byte[] end = "\"}]}".getBytes(StandardCharsets.UTF_8);
      JsonStrings handles = new JsonStrings("ReceiptHandle");
      JsonStrings deleted = new JsonStrings("Id");
      return connection -> {
        connection.exchange(receive);
        SqsClient.check(connection);
        int n = handles.find(connection);
        if (n == 0) {
          return 0;
        }
        delete.clear().add(start);
        for (int i = 0; i < n; i++) {
          delete.add(entry[i]).add(connection.buffer(), handles.from(i), handles.to(i));
        }
        return exchange(connection, delete.add(end).finish(), deleted, n);
      };
    }
  };

  /** 300 bytes, as every message here has. */
  static final String BODY = "0123456789abcdefghijklmno.-/".repeat(11).substring(0, 300);

  private final String title;
  private final boolean consuming;

  Workload(String title, boolean consuming) {
    this.title = title;
    this.consuming = consuming;
  }

  String title() {
    return title;
  }

  /** Whether the queue must be filled before. */
  boolean consuming() {
    return consuming;
  }

  /** A step for one connection. */
  abstract Step step(SqsClient client, String queueUrl);

  private static RequestBytes receive(SqsClient client, String queueUrl, int most) {
    return client
        .request("ReceiveMessage")
        .add(
            "{\"QueueUrl\":\""
                + queueUrl
                + "\",\"MaxNumberOfMessages\":"
                + most
                + ",\"VisibilityTimeout\":600}")
        .finish();
  }

  /**
   * An exchange whose answer must name as many strings as messages were meant, or some of them
   * failed.
   */
  private static int exchange(
      HttpConnection connection, RequestBytes request, JsonStrings named, int expected)
      throws IOException {
    connection.exchange(request);
    SqsClient.check(connection);
    if (named.find(connection) != expected) {
      throw new IOException("Not all of " + expected + " succeeded: " + connection.bodyText());
    }
    return expected;
  }
}
