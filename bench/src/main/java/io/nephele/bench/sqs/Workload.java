package io.nephele.bench.sqs;

import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;

/** What is measured: each makes steps on one queue. */
enum Workload {
  SEND("send", false) {
    @Override
    Step step(SqsClient client, String queueUrl) {
      RequestBytes request = client.request("SendMessage");
      request.add("{\"QueueUrl\":\"" + queueUrl + "\",\"MessageBody\":\"" + BODY + "\"}").finish();
      return new SendStep(request, 1);
    }
  },

  RECEIVE("receive + delete", true) {
    @Override
    Step step(SqsClient client, String queueUrl) {
      return ReceiveStep.single(client, queueUrl);
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
      return new SendStep(request.add("]}").finish(), 10);
    }
  },

  RECEIVE_BATCH("receive + delete, batches of 10", true) {
    @Override
    Step step(SqsClient client, String queueUrl) {
      return ReceiveStep.batch(client, queueUrl);
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
}
