package io.nephele.bench.sqs;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The few SQS calls of the benchmarks in AWS JSON 1.0, as lean as they can be made. */
final class SqsClient {
  /**
   * Nobody checks this signature: the key is unknown to Nephele, so its root user's, and ElasticMQ
   * knows no identities.
   */
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/sqs/aws4_request,"
          + " SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
          + "0".repeat(64);

  private final InetSocketAddress address;
  private final String host;

  SqsClient(InetSocketAddress address) {
    this.address = address;
    host = "localhost:" + address.getPort();
  }

  InetSocketAddress address() {
    return address;
  }

  /** A request of an operation with an empty body. */
  RequestBytes request(String operation) {
    return new RequestBytes(
        host,
        "/",
        "Content-Type: application/x-amz-json-1.0\r\n"
            + "X-Amz-Target: AmazonSQS."
            + operation
            + "\r\nX-Amz-Date: 20261121T120000Z\r\nAuthorization: "
            + AUTHORIZATION
            + "\r\n");
  }

  /** Makes a queue and returns its URL. */
  String createQueue(String name) throws IOException {
    String answer = call("CreateQueue", "{\"QueueName\":\"" + name + "\"}");
    int from = answer.indexOf("\"QueueUrl\"");
    int colon = answer.indexOf(':', from);
    int start = answer.indexOf('"', colon) + 1;
    int end = answer.indexOf('"', start);
    if (from < 0 || end < start) {
      throw new IOException("No QueueUrl: " + answer);
    }
    return answer.substring(start, end).replace("\\/", "/");
  }

  /** Deletes a queue with all its messages. */
  void deleteQueue(String url) throws IOException {
    call("DeleteQueue", "{\"QueueUrl\":\"" + url + "\"}");
  }

  private String call(String operation, String body) throws IOException {
    try (HttpConnection connection = new HttpConnection(address)) {
      connection.exchange(request(operation).add(body).finish());
      check(connection);
      return connection.bodyText();
    }
  }

  /**
   * @throws IOException when the last answer is not a success
   */
  static void check(HttpConnection connection) throws IOException {
    if (connection.status() != 200) {
      throw new IOException("Status " + connection.status() + ": " + connection.bodyText());
    }
  }
}
