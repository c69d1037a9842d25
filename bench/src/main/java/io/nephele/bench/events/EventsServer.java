package io.nephele.bench.events;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.process.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A server under test, and the calls by which it is made ready. */
final class EventsServer implements AutoCloseable {
  static final String ACCOUNT = "123456789012";

  private static final String ROLE_TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
      "Principal":{"Service":["scheduler.amazonaws.com","lambda.amazonaws.com"]}}]}\
      """;
  private static final String ALL =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\
      """;
  private static final String FUNCTION = "def handler(event, context):\n  return 1\n";

  private final ServerProcess process;

  private EventsServer(ServerProcess process) {
    this.process = process;
  }

  static EventsServer start(String command, Path logs) throws IOException, InterruptedException {
    return new EventsServer(ServerProcess.start("Nephele", command, logs));
  }

  ServerProcess process() {
    return process;
  }

  /** A call of an API that speaks JSON; its target begins with the API's name. */
  RequestBytes json(String service, String target, String body) {
    String type = service.equals("sqs") ? "1.0" : "1.1";
    return new RequestBytes(
            host(),
            "/",
            "X-Amz-Target: "
                + target
                + "\r\nContent-Type: application/x-amz-json-"
                + type
                + "\r\n"
                + authorization(service))
        .add(body)
        .finish();
  }

  RequestBytes putEvents(String detail) {
    return json(
        "events",
        "AWSEvents.PutEvents",
        "{\"Entries\":[{\"Source\":\"shop\",\"DetailType\":\"Order\",\"Detail\":"
            + quoted(detail)
            + "}]}");
  }

  /** A call of an API that speaks REST and JSON. */
  RequestBytes rest(String service, String method, String path, String body) {
    return new RequestBytes(
            method, host(), path, "Content-Type: application/json\r\n" + authorization(service))
        .add(body)
        .finish();
  }

  /** What an answer says; an error if it is no success. */
  String call(RequestBytes request) throws IOException {
    try (HttpConnection connection = new HttpConnection(process.address())) {
      return call(connection, request);
    }
  }

  static String call(HttpConnection connection, RequestBytes request) throws IOException {
    connection.exchange(request);
    if (connection.status() >= 300) {
      throw new IOException("Answered " + connection.status() + ": " + connection.bodyText());
    }
    return connection.bodyText();
  }

  /** Makes a queue that everybody may send to, and whose messages stay a while. */
  void queue(String name, int retentionSeconds) throws IOException {
    String policy = ALL.replace("\"Action\"", "\"Principal\":\"*\",\"Action\"");
    call(
        json(
            "sqs",
            "AmazonSQS.CreateQueue",
            "{\"QueueName\":\""
                + name
                + "\",\"Attributes\":{\"MessageRetentionPeriod\":\""
                + retentionSeconds
                + "\",\"Policy\":"
                + quoted(policy)
                + "}}"));
  }

  static String queueArn(String name) {
    return "arn:aws:sqs:us-east-1:" + ACCOUNT + ":" + name;
  }

  String queueUrl(String name) {
    return "http://" + host() + "/" + ACCOUNT + "/" + name;
  }

  /** How many messages queues have together whose names begin so. */
  long messages(String name, int queues) throws IOException {
    long sum = 0;
    for (int i = 0; i < queues; i++) {
      String answer =
          call(
              json(
                  "sqs",
                  "AmazonSQS.GetQueueAttributes",
                  "{\"QueueUrl\":\""
                      + queueUrl(name + i)
                      + "\",\"AttributeNames\":[\"ApproximateNumberOfMessages\"]}"));
      sum += Long.parseLong(answer.replaceAll("\\D", ""));
    }
    return sum;
  }

  void rule(String name, String pattern, String... targets) throws IOException {
    call(
        json(
            "events",
            "AWSEvents.PutRule",
            "{\"Name\":\"" + name + "\",\"EventPattern\":" + quoted(pattern) + "}"));
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < targets.length; i++) {
      list.append(i == 0 ? "" : ",");
      list.append("{\"Id\":\"t" + i + "\",\"Arn\":\"" + targets[i] + "\"}");
    }
    if (targets.length > 0) {
      call(
          json(
              "events",
              "AWSEvents.PutTargets",
              "{\"Rule\":\"" + name + "\",\"Targets\":[" + list + "]}"));
    }
  }

  /** Makes a role that may do all; its ARN. */
  String role() throws IOException {
    query("CreateRole", "RoleName=bench&AssumeRolePolicyDocument=" + encoded(ROLE_TRUST));
    query("PutRolePolicy", "RoleName=bench&PolicyName=all&PolicyDocument=" + encoded(ALL));
    return "arn:aws:iam::" + ACCOUNT + ":role/bench";
  }

  private void query(String action, String form) throws IOException {
    call(
        new RequestBytes(
                host(),
                "/",
                "Content-Type: application/x-www-form-urlencoded\r\n" + authorization("iam"))
            .add("Action=" + action + "&Version=2010-05-08&" + form)
            .finish());
  }

  /** Makes a function that rules may invoke and that tells a queue of each run; its ARN. */
  String function(String name, String role, String queue) throws IOException {
    String folder = "/2015-03-31/functions";
    call(
        rest(
            "lambda",
            "POST",
            folder,
            "{\"FunctionName\":\""
                + name
                + "\",\"Runtime\":\"python3.12\",\"Handler\":"
                + "\"index.handler\",\"Role\":\""
                + role
                + "\",\"Code\":{\"ZipFile\":\""
                + zipped()
                + "\"}}"));
    call(
        rest(
            "lambda",
            "POST",
            folder + "/" + name + "/policy",
            "{\"StatementId\":\"rules\",\"Action\":\"lambda:InvokeFunction\","
                + "\"Principal\":\"events.amazonaws.com\"}"));
    call(
        rest(
            "lambda",
            "PUT",
            "/2019-09-25/functions/" + name + "/event-invoke-config",
            "{\"DestinationConfig\":{\"OnSuccess\":{\"Destination\":\""
                + queueArn(queue)
                + "\"}}}"));
    return "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:" + name;
  }

  private static String zipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write(FUNCTION.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** A request for a schedule that sends to a queue. */
  RequestBytes schedule(String name, String expression, String role, String queue) {
    return rest(
        "scheduler",
        "POST",
        "/schedules/" + name,
        "{\"ScheduleExpression\":\""
            + expression
            + "\",\"FlexibleTimeWindow\":{\"Mode\":\"OFF\"},\"Target\":{\"Arn\":\""
            + queueArn(queue)
            + "\",\"RoleArn\":\""
            + role
            + "\",\"Input\":\"tick\"}}");
  }

  /** Turns the clock on, and returns when all that fell due has happened. */
  void advance(int hours) throws IOException {
    call(new RequestBytes(host(), "/_nephele/clock?advance=" + hours + "h", "").finish());
  }

  private String host() {
    return process.address().getHostString() + ":" + process.address().getPort();
  }

  private static String authorization(String service) {
    return "X-Amz-Date: 20261121T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential="
        + ACCOUNT
        + "/20261121/us-east-1/"
        + service
        + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n";
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.close();
  }
}
