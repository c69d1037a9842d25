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
import java.time.Instant;
import java.util.Locale;

/**
 * The requests of a training run. What they are answered with does not matter: errors are part of a
 * program's life.
 */
final class Load {
  private static final String ENDPOINT = "http://localhost:4566";
  private static final Caller ANYBODY = new Caller("test", "sqs");

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
      exchange(socket, ANYBODY, "GET /_nephele/health", "", "");
      json(socket, "CreateQueue", "{\"QueueName\":\"" + queue + "\"}");
      json(socket, "SendMessage", "{\"QueueUrl\":\"" + url + "\",\"MessageBody\":\"hello\"}");
      json(socket, "ReceiveMessage", "{\"QueueUrl\":\"" + url + "\",\"WaitTimeSeconds\":0}");
      json(
          socket,
          "GetQueueAttributes",
          "{\"QueueUrl\":\"" + url + "\",\"AttributeNames\":[\"All\"]}");
      json(socket, "ListQueues", "{}");
      json(socket, "ReceiveMessage", "{\"QueueUrl\":\"" + url + "-none\"}");
      query(socket, ANYBODY, "Action=CreateQueue&Version=2012-11-05&QueueName=" + queue);
      query(
          socket,
          ANYBODY,
          "Action=SendMessage&Version=2012-11-05&MessageBody=hello&QueueUrl=" + url);
      query(socket, ANYBODY, "Action=ListQueues&Version=2012-11-05");
      identity(socket, round);
    }
  }

  /** Makes a user with a key, and calls with it: the signature is wrong, but has to be computed. */
  private static void identity(Socket socket, int round) throws IOException {
    Caller root = new Caller("test", "iam");
    String user = "&Version=2010-05-08&UserName=user-" + round % 5;
    query(socket, root, "Action=CreateUser" + user);
    query(
        socket,
        root,
        "Action=PutUserPolicy"
            + user
            + "&PolicyName=all&PolicyDocument=%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C"
            + "%22Action%22%3A%22sqs%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D");
    String made = query(socket, root, "Action=CreateAccessKey" + user);
    int id = made.indexOf("<AccessKeyId>");
    if (id >= 0) {
      String keyId = made.substring(id + "<AccessKeyId>".length(), made.indexOf("</AccessKeyId>"));
      query(socket, new Caller(keyId, "sqs"), "Action=ListQueues&Version=2012-11-05");
      query(socket, root, "Action=DeleteAccessKey&AccessKeyId=" + keyId + user);
    }
    query(socket, new Caller("test", "sts"), "Action=GetCallerIdentity&Version=2011-06-15");
  }

  /** Whose key a request names, and for which service it is signed. */
  private record Caller(String accessKeyId, String service) {}

  /** What X-Amz-Date says. */
  private static String now() {
    String instant = Instant.now().toString().replace("-", "").replace(":", "");
    return instant.substring(0, 15) + "Z";
  }

  private static void json(Socket socket, String operation, String body) throws IOException {
    exchange(
        socket,
        ANYBODY,
        "POST /",
        "X-Amz-Target: AmazonSQS." + operation + "\r\nContent-Type: application/x-amz-json-1.0\r\n",
        body);
  }

  private static String query(Socket socket, Caller caller, String body) throws IOException {
    return exchange(
        socket, caller, "POST /", "Content-Type: application/x-www-form-urlencoded\r\n", body);
  }

  private static String exchange(
      Socket socket, Caller caller, String request, String headers, String body)
      throws IOException {
    String now = now();
    String head =
        request
            + " HTTP/1.1\r\nHost: localhost:4566\r\nUser-Agent: training\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential="
            + caller.accessKeyId()
            + '/'
            + now.substring(0, 8)
            + "/us-east-1/"
            + caller.service()
            + "/aws4_request, SignedHeaders=host;x-amz-date, Signature="
            + "0".repeat(64)
            + "\r\nX-Amz-Date: "
            + now
            + "\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    return read(socket.getInputStream());
  }

  private static String read(InputStream in) throws IOException {
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
    if (at < 0) {
      return "";
    }
    int start = at + "\r\ncontent-length: ".length();
    int length = Integer.parseInt(text.substring(start, text.indexOf('\r', start)));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /**
   * Stops the program. An HTTP client would do, but all classes that training loads are loaded at
   * every start.
   */
  void stop() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, ANYBODY, "POST /_nephele/stop", "", "");
    }
  }
}
