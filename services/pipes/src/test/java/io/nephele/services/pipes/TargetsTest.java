package io.nephele.services.pipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.pipes.PipesClient;
import software.amazon.awssdk.services.pipes.model.PipeTargetParameters;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Targets of many kinds take what pipes bring. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TargetsTest {
  private static final String ACCOUNT = "us-east-1:000000000000:";
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",
      "Principal":"*","Resource":"*"}]}\
      """;

  @Inject PipesClient pipes;
  @Inject SqsClient sqs;
  @Inject IamClient iam;
  @Inject SnsClient sns;
  @Inject EventBridgeClient events;
  @Inject CloudWatchLogsClient logs;
  @Inject KinesisClient kinesis;
  @Inject FirehoseClient firehose;
  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void role() {
    Setting.role(iam);
    sqs.createQueue(q -> q.queueName("to").attributesWithStrings(Map.of("Policy", POLICY)));
  }

  /** Has a pipe bring one event to a target. */
  private void bring(String target, Consumer<PipeTargetParameters.Builder> parameters) {
    String from = Setting.queue(sqs, "from");
    pipes.createPipe(
        p ->
            p.name("pipe")
                .source(from)
                .target(target)
                .roleArn(Setting.ROLE)
                .targetParameters(
                    t -> {
                      t.inputTemplate("{\"n\":<$.body.n>}");
                      parameters.accept(t);
                    }));
    clock.advance(Duration.ofSeconds(2));
    Setting.send(sqs, "from", "{\"n\":7,\"key\":\"k7\",\"at\":1767300000000}");
    clock.advance(Duration.ofSeconds(2));
  }

  @Test
  void topics() {
    String topic = sns.createTopic(t -> t.name("news")).topicArn();
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint("arn:aws:sqs:" + ACCOUNT + "to")
                .attributes(Map.of("RawMessageDelivery", "true")));
    bring(topic, t -> {});
    assertThat(Setting.bodies(sqs, "to")).containsExactly("{\"n\":7}");
  }

  @Test
  void buses() {
    String bus = events.createEventBus(b -> b.name("shop")).eventBusArn();
    events.putRule(
        r -> r.name("all").eventBusName("shop").eventPattern("{\"source\":[\"com.shop\"]}"));
    events.putTargets(
        t ->
            t.rule("all")
                .eventBusName("shop")
                .targets(x -> x.id("q").arn("arn:aws:sqs:" + ACCOUNT + "to")));
    bring(
        bus,
        t ->
            t.eventBridgeEventBusParameters(
                e ->
                    e.source("com.shop")
                        .detailType("$.body.key")
                        .resources("$.body.key")
                        .time("$.body.at")));
    assertThat(Setting.bodies(sqs, "to"))
        .singleElement()
        .asString()
        .contains(
            "\"detail-type\":\"k7\"",
            "\"resources\":[\"k7\"]",
            "\"time\":\"2026-01-01T20:40:00Z\"",
            "\"detail\":{\"n\":7}");
  }

  @Test
  void logGroups() {
    logs.createLogGroup(g -> g.logGroupName("group"));
    bring(
        "arn:aws:logs:" + ACCOUNT + "log-group:group",
        t -> t.cloudWatchLogsParameters(l -> l.logStreamName("$.body.key")));
    assertThat(logs.filterLogEvents(f -> f.logGroupName("group")).events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.logStreamName()).isEqualTo("k7");
              assertThat(event.message()).isEqualTo("{\"n\":7}");
            });
  }

  @Test
  void streams() {
    kinesis.createStream(c -> c.streamName("flow").shardCount(1));
    clock.advance(Duration.ofMinutes(1));
    bring(
        "arn:aws:kinesis:" + ACCOUNT + "stream/flow",
        t -> t.kinesisStreamParameters(k -> k.partitionKey("$.body.key")));
    String iterator =
        kinesis
            .getShardIterator(
                g ->
                    g.streamName("flow")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    assertThat(kinesis.getRecords(g -> g.shardIterator(iterator)).records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.partitionKey()).isEqualTo("k7");
              assertThat(record.data().asUtf8String()).isEqualTo("{\"n\":7}");
            });
  }

  @Test
  void deliveryStreams() {
    s3.createBucket(b -> b.bucket("lake"));
    firehose.createDeliveryStream(
        c ->
            c.deliveryStreamName("hose")
                .extendedS3DestinationConfiguration(
                    d ->
                        d.roleARN(Setting.ROLE)
                            .bucketARN("arn:aws:s3:::lake")
                            .bufferingHints(b -> b.intervalInSeconds(60).sizeInMBs(1))));
    bring("arn:aws:firehose:" + ACCOUNT + "deliverystream/hose", t -> {});
    clock.advance(Duration.ofSeconds(70));
    String key = s3.listObjectsV2(l -> l.bucket("lake")).contents().getFirst().key();
    assertThat(s3.getObjectAsBytes(g -> g.bucket("lake").key(key)).asUtf8String())
        .isEqualTo("{\"n\":7}");
  }
}
