package io.nephele.bench.sqs;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Receives messages and deletes what came; handles nothing where the queue is empty. */
final class ReceiveStep implements Step {
  private final RequestBytes receive;
  private final RequestBytes delete;
  private final byte[] start;
  private final byte[][] beforeHandle;
  private final byte[] end;
  private final JsonStrings handles = new JsonStrings("ReceiptHandle");
  private final JsonStrings deleted;
  private boolean receiving;
  private int received;

  private ReceiveStep(
      RequestBytes receive,
      RequestBytes delete,
      String start,
      String[] beforeHandle,
      String end,
      JsonStrings deleted) {
    this.receive = receive;
    this.delete = delete;
    this.start = start.getBytes(StandardCharsets.UTF_8);
    this.end = end.getBytes(StandardCharsets.UTF_8);
    this.deleted = deleted;
    this.beforeHandle = new byte[beforeHandle.length][];
    for (int i = 0; i < beforeHandle.length; i++) {
      this.beforeHandle[i] = beforeHandle[i].getBytes(StandardCharsets.UTF_8);
    }
  }

  /** One message a receive, deleted alone. */
  static ReceiveStep single(SqsClient client, String queueUrl) {
    return new ReceiveStep(
        receive(client, queueUrl, 1),
        client.request("DeleteMessage"),
        "{\"QueueUrl\":\"" + queueUrl + "\",\"ReceiptHandle\":\"",
        new String[] {""},
        "\"}",
        null);
  }

  /** Ten messages a receive, deleted together. */
  static ReceiveStep batch(SqsClient client, String queueUrl) {
    String[] beforeHandle = new String[10];
    for (int i = 0; i < 10; i++) {
      beforeHandle[i] = (i == 0 ? "" : "\"},") + "{\"Id\":\"" + i + "\",\"ReceiptHandle\":\"";
    }
    return new ReceiveStep(
        receive(client, queueUrl, 10),
        client.request("DeleteMessageBatch"),
        "{\"QueueUrl\":\"" + queueUrl + "\",\"Entries\":[",
        beforeHandle,
        "\"}]}",
        new JsonStrings("Id"));
  }

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

  @Override
  public RequestBytes begin() {
    receiving = true;
    return receive;
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    SqsClient.check(answered);
    if (!receiving) {
      if (deleted != null) {
        deleted.expect(answered, received);
      }
      return null;
    }
    receiving = false;
    received = handles.find(answered);
    if (received == 0) {
      return null;
    }
    delete.clear().add(start);
    for (int i = 0; i < received; i++) {
      delete.add(beforeHandle[i]).add(answered.buffer(), handles.from(i), handles.to(i));
    }
    return delete.add(end).finish();
  }

  @Override
  public int handled() {
    return received;
  }
}
