package io.nephele.bench.lambda;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** A Nephele under test, and what it is asked for functions. */
final class LambdaServer implements AutoCloseable {
  private static final String ROLE = "arn:aws:iam::000000000000:role/bench";

  private final ServerProcess process;
  private final String host;
  private final HttpConnection connection;

  private LambdaServer(ServerProcess process) throws IOException {
    this.process = process;
    InetSocketAddress address = process.address();
    this.host = address.getHostString() + ":" + address.getPort();
    this.connection = new HttpConnection(address);
  }

  /**
   * Starts it on a free port, with a role for functions.
   *
   * @param command its command line with {@code @port} and {@code @folder}
   */
  static LambdaServer start(String command, Path logs) throws IOException, InterruptedException {
    LambdaServer server = new LambdaServer(ServerProcess.start("Nephele", command, logs));
    server.iam(
        "Action=CreateRole&RoleName=bench&AssumeRolePolicyDocument=",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
        "Principal":{"Service":"lambda.amazonaws.com"}}]}\
        """);
    server.iam(
        "Action=PutRolePolicy&RoleName=bench&PolicyName=own&PolicyDocument=",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":\
        ["sqs:*","logs:*"]}]}\
        """);
    return server;
  }

  ServerProcess process() {
    return process;
  }

  private void iam(String form, String document) throws IOException {
    String body =
        form + URLEncoder.encode(document, StandardCharsets.UTF_8) + "&Version=2010-05-08";
    send(request("POST", "/", "iam", "application/x-www-form-urlencoded", "").add(body).finish());
  }

  /** Makes a function. */
  void create(Language language, String name, byte[] archive, int timeoutSeconds)
      throws IOException {
    lambda(
        "POST",
        "/2015-03-31/functions",
        """
        {"FunctionName":"%s","Runtime":"%s","Handler":"%s","Role":"%s","Timeout":%d,\
        "MemorySize":256,"Code":{"ZipFile":"%s"}}\
        """
            .formatted(
                name,
                language.runtime(),
                language.handler(),
                ROLE,
                timeoutSeconds,
                Base64.getEncoder().encodeToString(archive)));
  }

  /** Changes a function's configuration, so that its next invocation is a cold start. */
  void renew(String name, int round) throws IOException {
    lambda(
        "PUT",
        "/2015-03-31/functions/" + name + "/configuration",
        "{\"Description\":\"round " + round + "\"}");
  }

  /** An invocation with an empty object. */
  RequestBytes invocation(String name) {
    String path = "/2015-03-31/functions/" + name + "/invocations";
    return request("POST", path, "lambda", "application/json", "").add("{}").finish();
  }

  /** Has a function take a queue's messages, ten at a time; the queue's name is the function's. */
  void poll(String name) throws IOException {
    lambda(
        "POST",
        "/2015-03-31/event-source-mappings",
        """
        {"FunctionName":"%1$s","BatchSize":10,\
        "EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:%1$s"}\
        """
            .formatted(name));
  }

  private void lambda(String method, String path, String json) throws IOException {
    send(request(method, path, "lambda", "application/json", "").add(json).finish());
  }

  /** A call of SQS; returns what it answers. */
  String sqs(String operation, String json) throws IOException {
    return send(
        request(
                "POST",
                "/",
                "sqs",
                "application/x-amz-json-1.0",
                "X-Amz-Target: AmazonSQS." + operation + "\r\n")
            .add(json)
            .finish());
  }

  /** Sends a request that has to succeed; returns what it answers. */
  String send(RequestBytes request) throws IOException {
    return send(connection, request);
  }

  /** The same by a connection of its own. */
  static String send(HttpConnection connection, RequestBytes request) throws IOException {
    connection.exchange(request);
    if (connection.status() / 100 != 2) {
      throw new IOException("Answered " + connection.status() + ": " + connection.bodyText());
    }
    return connection.bodyText();
  }

  /** The signature is not looked at, as nothing here is strict. */
  private RequestBytes request(
      String method, String path, String service, String contentType, String headers) {
    return new RequestBytes(
        method,
        host,
        path,
        headers
            + "Content-Type: "
            + contentType
            + "\r\nX-Amz-Date: 20261121T000000Z\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/"
            + service
            + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n");
  }

  @Override
  public void close() throws IOException {
    connection.close();
    process.close();
  }
}
