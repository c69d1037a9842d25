package io.nephele.bench.sns;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.RequestSteps;
import io.nephele.bench.load.Sample;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A server under test with a topic for each workload and queues that subscribe to it. */
final class SnsServer implements AutoCloseable {
  private static final int MESSAGE = 1024;
  private static final String ACCOUNT = "123456789012";
  private static final String SQS_VERSION = "2012-11-05";
  private static final String SNS_VERSION = "2010-03-31";
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",\
      "Action":"sqs:SendMessage","Resource":"*"}]}\
      """;

  private final String name;
  private final ServerProcess process;

  private SnsServer(String name, ServerProcess process) {
    this.name = name;
    this.process = process;
  }

  /** Starts a server and makes what is measured; see {@link ServerProcess}. */
  static SnsServer start(String name, String command, Path logs, Set<Workload> workloads)
      throws IOException, InterruptedException {
    SnsServer server = new SnsServer(name, ServerProcess.start(name, command, logs));
    try {
      server.prepare(workloads);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void prepare(Set<Workload> workloads) throws IOException {
    queue("direct");
    for (Workload workload : workloads) {
      if (workload.queues() == 0) {
        continue;
      }
      call("sns", SNS_VERSION, "CreateTopic", "Name", topic(workload));
      for (int i = 0; i < workload.queues(); i++) {
        String queue = topic(workload) + "-" + i;
        queue(queue);
        subscribe(workload, queue, i);
      }
    }
  }

  private static String topic(Workload workload) {
    return workload.name().toLowerCase(Locale.ROOT);
  }

  private static String topicArn(Workload workload) {
    return "arn:aws:sns:us-east-1:" + ACCOUNT + ":" + topic(workload);
  }

  /** Messages stay a minute, so that the queues of a long run do not fill the memory. */
  private void queue(String queue) throws IOException {
    call(
        "sqs",
        SQS_VERSION,
        "CreateQueue",
        "QueueName",
        queue,
        "Attribute.1.Name",
        "Policy",
        "Attribute.1.Value",
        POLICY,
        "Attribute.2.Name",
        "MessageRetentionPeriod",
        "Attribute.2.Value",
        "60");
  }

  private void subscribe(Workload workload, String queue, int number) throws IOException {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "TopicArn",
                topicArn(workload),
                "Protocol",
                "sqs",
                "Endpoint",
                "arn:aws:sqs:us-east-1:" + ACCOUNT + ":" + queue,
                "Attributes.entry.1.key",
                "RawMessageDelivery",
                "Attributes.entry.1.value",
                Boolean.toString(workload.raw())));
    if (workload.filters()) {
      String kind = number < workload.wanting() ? "wanted" : "other";
      fields.addAll(
          List.of(
              "Attributes.entry.2.key",
              "FilterPolicy",
              "Attributes.entry.2.value",
              "{\"kind\":[\"" + kind + "\"]}"));
    }
    call("sns", SNS_VERSION, "Subscribe", fields.toArray(String[]::new));
  }

  String name() {
    return name;
  }

  ServerProcess process() {
    return process;
  }

  private RequestBytes request(String service, String version, String action, String... fields) {
    StringBuilder form = new StringBuilder("Action=" + action + "&Version=" + version);
    for (int i = 0; i < fields.length; i += 2) {
      form.append('&').append(fields[i]).append('=');
      form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return new RequestBytes(
            process.address().getHostString() + ":" + process.address().getPort(),
            "/",
            "Content-Type: application/x-www-form-urlencoded\r\nX-Amz-Date: 20261121T000000Z\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential="
                + ACCOUNT
                + "/20261121/us-east-1/"
                + service
                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n")
        .add(form.toString())
        .finish();
  }

  private void call(String service, String version, String action, String... fields)
      throws IOException {
    try (HttpConnection connection = new HttpConnection(process.address())) {
      connection.exchange(request(service, version, action, fields));
      if (connection.status() != 200) {
        throw new IOException(
            action + " answered " + connection.status() + ": " + connection.bodyText());
      }
    }
  }

  /** One window of a workload. */
  Sample measure(Workload workload, int connections, Duration time)
      throws IOException, InterruptedException {
    double cpu = process.cpuSeconds();
    LoadResult result =
        new LoadRun(process.address())
            .run(
                connections,
                time,
                () -> new RequestSteps(new RequestBytes[] {request(workload)}, connections).next());
    return new Sample(result, process.cpuSeconds() - cpu);
  }

  private RequestBytes request(Workload workload) {
    String message = "x".repeat(MESSAGE);
    if (workload == Workload.SEND) {
      String host = process.address().getHostString() + ":" + process.address().getPort();
      return request(
          "sqs",
          SQS_VERSION,
          "SendMessage",
          "QueueUrl",
          "http://" + host + "/" + ACCOUNT + "/direct",
          "MessageBody",
          message);
    }
    return request(
        "sns",
        SNS_VERSION,
        "Publish",
        "TopicArn",
        topicArn(workload),
        "Message",
        message,
        "MessageAttributes.entry.1.Name",
        "kind",
        "MessageAttributes.entry.1.Value.DataType",
        "String",
        "MessageAttributes.entry.1.Value.StringValue",
        "wanted");
  }

  @Override
  public void close() {
    process.close();
  }
}
