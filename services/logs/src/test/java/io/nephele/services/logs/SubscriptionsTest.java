package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.AccessDeniedException;
import software.amazon.awssdk.services.cloudwatchlogs.model.Distribution;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.PolicyType;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Events reach their subscribers. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SubscriptionsTest {
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/k";
  private static final String ROLE = "arn:aws:iam::000000000000:role/ship";

  @Inject CloudWatchLogsClient logs;
  @Inject KinesisClient kinesis;
  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject LambdaClient lambda;
  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @BeforeEach
  void makeGroupAndStream() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    kinesis.createStream(r -> r.streamName("k").shardCount(1));
    clock.advance(Duration.ofMinutes(1));
    iam.createRole(
        r ->
            r.roleName("ship")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":["logs.us-east-1.amazonaws.com",
                    "firehose.amazonaws.com","lambda.amazonaws.com"]}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName("ship")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",
                    "Resource":"*"}]}\
                    """));
  }

  private void put(CloudWatchLogsClient client, String... messages) {
    client.putLogEvents(
        r ->
            r.logGroupName("g")
                .logStreamName("s")
                .logEvents(
                    java.util.Arrays.stream(messages)
                        .map(
                            each ->
                                software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent
                                    .builder()
                                    .timestamp(clock.millis())
                                    .message(each)
                                    .build())
                        .toList()));
    clock.advance(Duration.ofSeconds(2));
  }

  private static Map<?, ?> unpack(byte[] data) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(data))) {
      return (Map<?, ?>) JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Map<?, ?>> records() {
    String iterator =
        kinesis
            .getShardIterator(
                r ->
                    r.streamName("k")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    List<Map<?, ?>> all = new ArrayList<>();
    kinesis
        .getRecords(r -> r.shardIterator(iterator))
        .records()
        .forEach(each -> all.add(unpack(each.data().asByteArray())));
    return all;
  }

  private static List<Object> messages(Map<?, ?> document) {
    List<Object> found = new ArrayList<>();
    for (Object event : (List<?>) document.get("logEvents")) {
      found.add(((Map<?, ?>) event).get("message"));
    }
    return found;
  }

  private void subscribe(CloudWatchLogsClient client, String destination, String role) {
    client.putSubscriptionFilter(
        r ->
            r.logGroupName("g")
                .filterName("f")
                .filterPattern("ERROR")
                .destinationArn(destination)
                .roleArn(role)
                .distribution(Distribution.RANDOM));
  }

  @Test
  @Fact({"logs-008", "logs-025", "logs-027", "logs-035", "kinesis-023", "kinesis-045"})
  void streamsGetWhatMatches() {
    assertThatThrownBy(() -> subscribe(logs, STREAM, null))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("destinationArn for vendor kinesis cannot be used without roleArn");
    assertThatThrownBy(() -> subscribe(logs, STREAM + "x", ROLE))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Could not deliver test message to specified Kinesis stream");
    subscribe(logs, STREAM, ROLE);
    put(logs, "ERROR 1", "fine", "ERROR 2");
    put(logs, "fine");
    List<Map<?, ?>> all = records();
    assertThat(all).hasSize(2);
    assertThat(all.getFirst().get("messageType")).isEqualTo("CONTROL_MESSAGE");
    Map<?, ?> data = all.getLast();
    assertThat(data.get("messageType")).isEqualTo("DATA_MESSAGE");
    assertThat(data.get("owner")).isEqualTo("000000000000");
    assertThat(data.get("logGroup")).isEqualTo("g");
    assertThat(data.get("logStream")).isEqualTo("s");
    assertThat(data.get("subscriptionFilters")).isEqualTo(List.of("f"));
    assertThat(messages(data)).containsExactly("ERROR 1", "ERROR 2");
    assertThat(logs.describeSubscriptionFilters(r -> r.logGroupName("g")).subscriptionFilters())
        .hasSize(1);
    logs.deleteSubscriptionFilter(r -> r.logGroupName("g").filterName("f"));
    put(logs, "ERROR 3");
    assertThat(records()).hasSize(2);
  }

  @Test
  @Fact({"logs-026", "logs-033"})
  void functionsGetWhatMatches() {
    lambda.createFunction(
        r ->
            r.functionName("keeper")
                .runtime("python3.13")
                .handler("index.handler")
                .role(ROLE)
                .code(
                    c ->
                        c.zipFile(
                            SdkBytes.fromByteArray(
                                zip(
                                    """
                                    kept = []
                                    def handler(event, context):
                                      if 'awslogs' not in event:
                                        return kept
                                      kept.append(event['awslogs']['data'])
                                    """)))));
    String arn = "arn:aws:lambda:us-east-1:000000000000:function:keeper";
    assertThatThrownBy(() -> subscribe(logs, arn, null))
        .hasMessageContaining("Could not execute the lambda function.");
    lambda.addPermission(
        r ->
            r.functionName("keeper")
                .statementId("logs")
                .action("lambda:InvokeFunction")
                .principal("logs.us-east-1.amazonaws.com")
                .sourceArn("arn:aws:logs:us-east-1:000000000000:log-group:g:*"));
    subscribe(logs, arn, null);
    put(logs, "ERROR for a function", "fine");
    String kept =
        lambda
            .invoke(r -> r.functionName("keeper").payload(SdkBytes.fromUtf8String("{}")))
            .payload()
            .asUtf8String();
    List<?> all = (List<?>) JsonText.parse(kept);
    assertThat(all).hasSize(1);
    Map<?, ?> data = unpack(java.util.Base64.getDecoder().decode((String) all.getFirst()));
    assertThat(messages(data)).containsExactly("ERROR for a function");
  }

  private static byte[] zip(String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("index.py"));
      out.write(source.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  @Fact({"logs-028", "logs-034", "logs-030"})
  void firehoseDeliversToS3() {
    s3.createBucket(r -> r.bucket("shipped"));
    String arn =
        firehose
            .createDeliveryStream(
                r ->
                    r.deliveryStreamName("d")
                        .extendedS3DestinationConfiguration(
                            d ->
                                d.roleARN(ROLE)
                                    .bucketARN("arn:aws:s3:::shipped")
                                    .bufferingHints(h -> h.intervalInSeconds(60))))
            .deliveryStreamARN();
    clock.advance(Duration.ofMinutes(1));
    subscribe(logs, arn, ROLE);
    assertThat(
            logs.putDestination(r -> r.destinationName("d").targetArn(arn).roleArn(ROLE))
                .destination()
                .targetArn())
        .isEqualTo(arn);
    put(logs, "ERROR by firehose");
    clock.advance(Duration.ofMinutes(5));
    String key = s3.listObjectsV2(r -> r.bucket("shipped")).contents().getFirst().key();
    byte[] object = s3.getObjectAsBytes(r -> r.bucket("shipped").key(key)).asByteArray();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(object))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("DATA_MESSAGE", "ERROR by firehose");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Fact({"logs-015", "logs-031", "logs-032"})
  void otherAccountsSubscribeToDestinations() {
    CloudWatchLogsClient other =
        Clients.create(CloudWatchLogsClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    String arn =
        logs.putDestination(r -> r.destinationName("d").targetArn(STREAM).roleArn(ROLE))
            .destination()
            .arn();
    other.createLogGroup(r -> r.logGroupName("g"));
    other.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    assertThatThrownBy(() -> subscribe(other, arn, null)).isInstanceOf(AccessDeniedException.class);
    logs.putDestinationPolicy(
        r ->
            r.destinationName("d")
                .accessPolicy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":
                    {"AWS":"222222222222"},"Action":"logs:PutSubscriptionFilter",
                    "Resource":"%s"}]}\
                    """
                        .formatted(arn)));
    assertThatThrownBy(() -> subscribe(other, arn.replace("us-east-1", "eu-west-1"), null))
        .isInstanceOf(InvalidParameterException.class);
    subscribe(other, arn, null);
    put(other, "ERROR elsewhere");
    Map<?, ?> data = records().getLast();
    assertThat(data.get("owner")).isEqualTo("222222222222");
    assertThat(messages(data)).containsExactly("ERROR elsewhere");
  }

  @Test
  void accountsSubscribeForAllGroupsButSome() {
    logs.createLogGroup(r -> r.logGroupName("quiet"));
    logs.putAccountPolicy(
        r ->
            r.policyName("all")
                .policyType(PolicyType.SUBSCRIPTION_FILTER_POLICY)
                .selectionCriteria("LogGroupName NOT IN [\"quiet\"]")
                .policyDocument(
                    """
                    {"DestinationArn":"%s","RoleArn":"%s","FilterPattern":""}\
                    """
                        .formatted(STREAM, ROLE)));
    put(logs, "anything");
    assertThat(messages(records().getLast())).containsExactly("anything");
    int before = records().size();
    logs.createLogStream(r -> r.logGroupName("quiet").logStreamName("s"));
    logs.putLogEvents(
        r ->
            r.logGroupName("quiet")
                .logStreamName("s")
                .logEvents(
                    software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent.builder()
                        .timestamp(clock.millis())
                        .message("x")
                        .build()));
    clock.advance(Duration.ofSeconds(2));
    assertThat(records()).hasSize(before);
  }

  @Test
  void servicesWriteToGroupsWhosePolicyLetsThem() {
    Runnable write =
        () ->
            nephele
                .world()
                .call(
                    Logs.PutLogEvents,
                    new PutLogEventsRequest()
                        .logGroupName("g")
                        .logStreamName("s")
                        .logEvents(
                            List.of(new InputLogEvent().timestamp(clock.millis()).message("m"))),
                    Principal.service("events.amazonaws.com", "000000000000"),
                    Regions.find("us-east-1"));
    assertThatThrownBy(write::run).hasMessageContaining("not authorized");
    logs.putResourcePolicy(
        r ->
            r.policyName("events")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":
                    {"Service":["events.amazonaws.com","delivery.logs.amazonaws.com"]},
                    "Action":["logs:CreateLogStream","logs:PutLogEvents"],
                    "Resource":"arn:aws:logs:us-east-1:000000000000:log-group:g:*"}]}\
                    """));
    assertThatCode(write::run).doesNotThrowAnyException();
    assertThat(logs.describeResourcePolicies().resourcePolicies()).hasSize(1);
    logs.deleteResourcePolicy(r -> r.policyName("events"));
    assertThatThrownBy(write::run).hasMessageContaining("not authorized");
  }
}
