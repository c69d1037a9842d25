package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What policies let whom do with streams. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessTest {
  private static final String FIRST = "shardId-000000000000";
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  @Inject KinesisClient kinesis;
  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private TestStreams streams;

  @BeforeEach
  void makeStreams() {
    streams = new TestStreams(kinesis, clock);
    streams.create("s", 1);
    streams.create("other", 1);
  }

  private KinesisClient user(String actions, String resource) {
    iam.createUser(r -> r.userName("u"));
    iam.putUserPolicy(
        r ->
            r.userName("u")
                .policyName("p")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                      {"Effect":"Allow","Action":[%s],"Resource":"%s"}]}
                    """
                        .formatted(actions, resource)));
    AccessKey key = iam.createAccessKey(r -> r.userName("u")).accessKey();
    return Clients.create(
        KinesisClient.class,
        nephele,
        "us-east-1",
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  private static void put(KinesisClient client, String stream) {
    client.putRecord(
        r -> r.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String("x")));
  }

  @Test
  void anIteratorIsOfTheStreamThatItNames() {
    KinesisClient user = user("\"kinesis:GetRecords\",\"kinesis:PutRecord\"", ARN);
    put(user, "s");
    assertThatThrownBy(() -> put(user, "other"))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("is not authorized to perform: kinesis:PutRecord");
    String own = streams.iterator("s", FIRST, ShardIteratorType.TRIM_HORIZON);
    assertThat(user.getRecords(r -> r.shardIterator(own)).records()).hasSize(1);
    String others = streams.iterator("other", FIRST, ShardIteratorType.TRIM_HORIZON);
    assertThatThrownBy(() -> user.getRecords(r -> r.shardIterator(others)))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("is not authorized to perform: kinesis:GetRecords");
  }

  @Test
  void aPolicyLetsAnotherAccountIn() {
    KinesisClient other =
        Clients.create(KinesisClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    assertThatThrownBy(() -> putByArn(other))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("not authorized");
    kinesis.putResourcePolicy(
        r ->
            r.resourceARN(ARN)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                      "Principal":{"AWS":"222222222222"},"Action":"kinesis:PutRecord",
                      "Resource":"%s"}]}
                    """
                        .formatted(ARN)));
    putByArn(other);
    assertThat(streams.all("s", FIRST)).hasSize(1);
    assertThat(kinesis.getResourcePolicy(r -> r.resourceARN(ARN)).policy())
        .contains("222222222222");
    kinesis.deleteResourcePolicy(r -> r.resourceARN(ARN));
    assertThatThrownBy(() -> putByArn(other)).isInstanceOf(KinesisException.class);
    assertThatThrownBy(() -> kinesis.getResourcePolicy(r -> r.resourceARN(ARN)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> kinesis.putResourcePolicy(r -> r.resourceARN(ARN).policy("{")))
        .hasMessageContaining("Invalid policy document");
  }

  private static void putByArn(KinesisClient client) {
    client.putRecord(r -> r.streamARN(ARN).partitionKey("k").data(SdkBytes.fromUtf8String("x")));
  }

  @Test
  void aConsumerIsAResourceOfItsOwn() {
    String consumer =
        kinesis
            .registerStreamConsumer(r -> r.streamARN(ARN).consumerName("c"))
            .consumer()
            .consumerARN();
    streams.settle();
    KinesisClient user = user("\"kinesis:DescribeStreamConsumer\"", consumer);
    assertThat(
            user.describeStreamConsumer(r -> r.streamARN(ARN).consumerName("c"))
                .consumerDescription()
                .consumerARN())
        .isEqualTo(consumer);
    assertThatThrownBy(() -> user.deregisterStreamConsumer(r -> r.consumerARN(consumer)))
        .hasMessageContaining("is not authorized to perform: kinesis:DeregisterStreamConsumer");
  }
}
