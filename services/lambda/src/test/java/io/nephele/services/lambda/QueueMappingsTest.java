package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingMetric;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues are polled for functions, whose results go to another queue. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QueueMappingsTest {
  private static final String JOBS = "arn:aws:sqs:us-east-1:000000000000:jobs";

  private static final String SOURCE =
      """
      def handler(event, context):
        failed = []
        for r in event['Records']:
          if 'bad' in r['body']:
            if 'very' in r['body']:
              raise ValueError('very bad')
            failed.append({'itemIdentifier': r['messageId']})
        return {'batchItemFailures': failed}
      """;

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private TestFunctions functions;
  private String jobs;

  @BeforeEach
  void queue() {
    functions = new TestFunctions(nephele);
    jobs = sqs.createQueue(b -> b.queueName("jobs")).queueUrl();
  }

  private void worker() {
    functions.python("worker", functions.role("runner", may("sqs:*", "*")), SOURCE);
  }

  private static Filter pattern(String pattern) {
    return Filter.builder().pattern(pattern).build();
  }

  private void send(String body) {
    sqs.sendMessage(b -> b.queueUrl(jobs).messageBody(body));
  }

  /** How many messages are in the queue, in flight or not. */
  private int left() {
    clock.advance(Duration.ofSeconds(1));
    Map<QueueAttributeName, String> counts =
        sqs.getQueueAttributes(b -> b.queueUrl(jobs).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  @Test
  @Fact({"lambda-051", "lambda-052", "lambda-058", "lambda-156"})
  void mappingsAreCheckedAndTold() {
    functions.python("bare", functions.role("bare"), SOURCE);
    assertThatThrownBy(
            () -> lambda.createEventSourceMapping(b -> b.functionName("bare").eventSourceArn(JOBS)))
        .hasMessageContaining("The provided execution role does not have permissions to call");
    worker();
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(
                    b -> b.functionName("worker").eventSourceArn(JOBS).batchSize(11)))
        .hasMessageContaining("Maximum batch window in seconds must be greater than 0");
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(
                    b ->
                        b.functionName("worker")
                            .eventSourceArn(JOBS)
                            .filterCriteria(f -> f.filters(pattern("{\"body\": 1}")))))
        .hasMessageContaining("Invalid filter pattern definition.");
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(
                    b ->
                        b.functionName("worker")
                            .eventSourceArn(JOBS)
                            .scalingConfig(c -> c.maximumConcurrency(5))
                            .provisionedPollerConfig(p -> p.minimumPollers(2))))
        .hasMessageContaining("cannot both be specified");
    String uuid =
        lambda.createEventSourceMapping(b -> b.functionName("worker").eventSourceArn(JOBS)).uuid();
    EventSourceMappingConfiguration told =
        lambda
            .listEventSourceMappings(b -> b.functionName("worker"))
            .eventSourceMappings()
            .getFirst();
    assertThat(told.uuid()).isEqualTo(uuid);
    assertThat(told.batchSize()).isEqualTo(10);
    assertThat(told.state()).isEqualTo("Enabled");
    assertThat(told.eventSourceArn()).isEqualTo(JOBS);
    assertThat(told.functionArn())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:worker");
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(b -> b.functionName("worker").eventSourceArn(JOBS)))
        .hasMessageContaining("already exists. Please update or delete the existing mapping");
    lambda.updateEventSourceMapping(b -> b.uuid(uuid).enabled(false));
    assertThat(lambda.getEventSourceMapping(b -> b.uuid(uuid)).state()).isEqualTo("Disabled");
    assertThat(lambda.deleteEventSourceMapping(b -> b.uuid(uuid)).state()).isEqualTo("Deleting");
    assertThatThrownBy(() -> lambda.getEventSourceMapping(b -> b.uuid(uuid)))
        .hasMessageContaining("does not exist");
  }

  @Test
  @Fact({"lambda-050", "lambda-054", "lambda-157"})
  void whatTheFunctionDidIsDeletedAndWhatItDidNotComesBack() {
    worker();
    String uuid =
        lambda
            .createEventSourceMapping(
                b ->
                    b.functionName("worker")
                        .eventSourceArn(JOBS)
                        .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES))
            .uuid();
    send("good");
    assertThat(left()).isZero();
    send("bad");
    send("good too");
    assertThat(left()).isEqualTo(1);
    lambda.updateEventSourceMapping(b -> b.uuid(uuid).enabled(false));
    clock.advance(Duration.ofSeconds(60));
    List<Message> again =
        sqs.receiveMessage(b -> b.queueUrl(jobs).messageSystemAttributeNamesWithStrings("All"))
            .messages();
    assertThat(again).hasSize(1);
    assertThat(again.getFirst().body()).isEqualTo("bad");
    assertThat(
            Integer.parseInt(again.getFirst().attributesAsStrings().get("ApproximateReceiveCount")))
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatFiltersLeaveOutIsDeleted() {
    worker();
    lambda.createEventSourceMapping(
        b ->
            b.functionName("worker")
                .eventSourceArn(JOBS)
                .filterCriteria(f -> f.filters(pattern("{\"body\": {\"kind\": [\"real\"]}}"))));
    send("{\"kind\": \"other\", \"why\": \"very bad\"}");
    assertThat(left()).as("was left out").isZero();
    send("{\"kind\": \"real\", \"why\": \"very bad\"}");
    assertThat(left()).as("has failed").isEqualTo(1);
  }

  @Test
  @Fact("lambda-059")
  void pollsAreLongAndTold() {
    worker();
    String uuid =
        lambda
            .createEventSourceMapping(
                b ->
                    b.functionName("worker")
                        .eventSourceArn(JOBS)
                        .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                        .provisionedPollerConfig(p -> p.minimumPollers(3))
                        .metricsConfig(m -> m.metrics(EventSourceMappingMetric.EVENT_COUNT))
                        .filterCriteria(
                            f -> f.filters(pattern("{\"body\": [{\"prefix\": \"b\"}]}"))))
            .uuid();
    assertThat(
            lambda
                .getEventSourceMapping(b -> b.uuid(uuid))
                .provisionedPollerConfig()
                .maximumPollers())
        .isEqualTo(200);
    clock.advance(Duration.ofMinutes(2));
    assertThat(told("AWS/SQS", "NumberOfEmptyReceives", "QueueName", "jobs")).isBetween(3.0, 8.0);
    send("bad");
    send("better");
    send("left out");
    clock.advance(Duration.ofSeconds(1));
    assertThat(ofMapping(uuid, "PolledEventCount")).isEqualTo(3);
    assertThat(ofMapping(uuid, "FilteredOutEventCount")).isEqualTo(1);
    assertThat(ofMapping(uuid, "InvokedEventCount")).isEqualTo(2);
    assertThat(ofMapping(uuid, "FailedInvokeEventCount")).isEqualTo(1);
    assertThat(ofMapping(uuid, "DeletedEventCount")).isEqualTo(1);
  }

  private double ofMapping(String uuid, String metric) {
    return told("AWS/Lambda", metric, "EventSourceMappingUUID", uuid);
  }

  /** The sum of what CloudWatch was told. */
  private double told(String namespace, String metric, String dimension, String value) {
    MetricKey key =
        new MetricKey(
            TestFunctions.ACCOUNT,
            "us-east-1",
            namespace,
            metric,
            Map.of(dimension, value),
            "Count");
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values().stream()
        .mapToDouble(StatisticSet::sum)
        .sum();
  }

  @Test
  @Fact("lambda-053")
  void groupsOfFifoQueuesKeepTheirOrder() {
    String url =
        sqs.createQueue(
                b ->
                    b.queueName("jobs.fifo")
                        .attributes(
                            Map.of(
                                QueueAttributeName.FIFO_QUEUE,
                                "true",
                                QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
                                "true")))
            .queueUrl();
    functions.python("keeper", functions.role("runner", may("sqs:*", "*")), TestFunctions.KEEPER);
    for (int i = 0; i < 25; i++) {
      String body = "m" + i;
      sqs.sendMessage(b -> b.queueUrl(url).messageBody(body).messageGroupId("g"));
    }
    lambda.createEventSourceMapping(b -> b.functionName("keeper").eventSourceArn(JOBS + ".fifo"));
    clock.advance(Duration.ofSeconds(5));
    List<Object> bodies = new ArrayList<>();
    functions.kept("keeper").forEach(record -> bodies.add(record.get("body")));
    assertThat(bodies).hasSize(25).startsWith("m0", "m1").endsWith("m23", "m24");
  }

  @Test
  void loopsAreStopped() {
    functions.python("keeper", functions.role("runner", may("sqs:*", "*")), TestFunctions.KEEPER);
    lambda.createEventSourceMapping(b -> b.functionName("keeper").eventSourceArn(JOBS));
    send("first");
    clock.advance(Duration.ofSeconds(2));
    String own = (String) attributes(functions.kept("keeper").getFirst()).get("AWSTraceHeader");
    assertThat(own).isNull();
    String lineage = lineageOfKeeper();
    sendTraced("Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=" + lineage + ":15");
    sendTraced("Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=" + lineage + ":16");
    clock.advance(Duration.ofSeconds(2));
    assertThat(functions.kept("keeper")).hasSize(2);
  }

  private void sendTraced(String header) {
    sqs.sendMessage(
        b ->
            b.queueUrl(jobs)
                .messageBody("again")
                .overrideConfiguration(c -> c.putHeader("X-Amzn-Trace-Id", header)));
    clock.advance(Duration.ofSeconds(2));
  }

  /** The beginning of the hash of the function's ARN. */
  private static String lineageOfKeeper() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  "arn:aws:lambda:us-east-1:000000000000:function:keeper"
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked") // attributes are an object
  private static Map<String, Object> attributes(Map<String, Object> record) {
    return (Map<String, Object>) record.get("attributes");
  }

  @Test
  void queuesOfOtherAccountsNeedTheirPolicy() {
    SqsClient others =
        Clients.create(SqsClient.class, nephele.endpoint(), "us-east-1", "111122223333");
    String url = others.createQueue(b -> b.queueName("theirs")).queueUrl();
    String arn = "arn:aws:sqs:us-east-1:111122223333:theirs";
    functions.python("keeper", functions.role("runner", may("sqs:*", "*")), TestFunctions.KEEPER);
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(b -> b.functionName("keeper").eventSourceArn(arn)))
        .hasMessageContaining("does not have permissions to call");
    others.setQueueAttributes(
        b ->
            b.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*",
                        "Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Resource":"%s"}]}\
                        """
                            .formatted(arn))));
    lambda.createEventSourceMapping(b -> b.functionName("keeper").eventSourceArn(arn));
    others.sendMessage(b -> b.queueUrl(url).messageBody("from afar"));
    clock.advance(Duration.ofSeconds(2));
    assertThat(functions.kept("keeper"))
        .singleElement()
        .extracting(record -> record.get("body"))
        .isEqualTo("from afar");
  }
}
