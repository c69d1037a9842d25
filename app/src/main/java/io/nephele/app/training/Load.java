package io.nephele.app.training;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The requests of a training run. What they are answered with does not matter: errors are part of a
 * program's life.
 */
final class Load {
  private static final String ENDPOINT = "http://localhost:4566";

  private final int port;

  Load(int port) {
    this.port = port;
  }

  /** Waits until the server answers, or the thread that runs it ends. */
  void awaitReady(Thread program) throws IOException, InterruptedException {
    while (!program.join(Duration.ofMillis(20))) {
      try {
        connect().close();
        return;
      } catch (ConnectException e) {
        // Not yet.
      }
    }
    throw new IOException("the program ended before it was ready");
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** One connection with a request of each kind. */
  void run(int round) throws IOException {
    String queue = "queue-" + round % 5;
    String url = ENDPOINT + "/000000000000/" + queue;
    try (Socket socket = connect()) {
      exchange(socket, "GET /_nephele/health", "", "");
      json(socket, "CreateQueue", "{\"QueueName\":\"" + queue + "\"}");
      json(socket, "SendMessage", "{\"QueueUrl\":\"" + url + "\",\"MessageBody\":\"hello\"}");
      json(socket, "ReceiveMessage", "{\"QueueUrl\":\"" + url + "\",\"WaitTimeSeconds\":0}");
      json(
          socket,
          "GetQueueAttributes",
          "{\"QueueUrl\":\"" + url + "\",\"AttributeNames\":[\"All\"]}");
      json(socket, "ListQueues", "{}");
      json(socket, "ReceiveMessage", "{\"QueueUrl\":\"" + url + "-none\"}");
      query(socket, "Action=CreateQueue&Version=2012-11-05&QueueName=" + queue);
      query(socket, "Action=SendMessage&Version=2012-11-05&MessageBody=hello&QueueUrl=" + url);
      query(socket, "Action=ListQueues&Version=2012-11-05");
    }
  }

  private static void json(Socket socket, String operation, String body) throws IOException {
    exchange(
        socket,
        "POST /",
        "X-Amz-Target: AmazonSQS." + operation + "\r\nContent-Type: application/x-amz-json-1.0\r\n",
        body);
  }

  private static void query(Socket socket, String body) throws IOException {
    exchange(socket, "POST /", "Content-Type: application/x-www-form-urlencoded\r\n", body);
  }

  private static void exchange(Socket socket, String request, String headers, String body)
      throws IOException {
    String head =
        request
            + " HTTP/1.1\r\nHost: localhost:4566\r\nUser-Agent: training\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=0000\r\nX-Amz-Date: 20260101T000000Z\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    read(socket.getInputStream());
  }

  private static void read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    while (last != 0x0d0a0d0a) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.write(next);
      last = last << 8 | next;
    }
    String text = head.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    int at = text.indexOf("\r\ncontent-length: ");
    if (at >= 0) {
      int start = at + "\r\ncontent-length: ".length();
      in.skipNBytes(Long.parseLong(text.substring(start, text.indexOf('\r', start))));
    }
  }

  /**
   * Stops the program. An HTTP client would do, but all classes that training loads are loaded at
   * every start.
   */
  void stop() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, "POST /_nephele/stop", "", "");
    }
  }
}
