package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AutoScalingSettingsUpdate;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicaAutoScalingUpdate;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Provisioned capacity follows what is used. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AutoScalingTest {
  @Inject Nephele nephele;
  @Inject DynamoDbClient here;
  @Inject VirtualClock clock;
  private DynamoDbClient there;

  @BeforeEach
  void table() {
    there = Clients.create(DynamoDbClient.class, nephele.endpoint(), "eu-west-1", "000000000000");
    TestTables.create(
        here,
        "global",
        r ->
            r.billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(6L))
                .attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk")));
    here.updateTable(
        r ->
            r.tableName("global")
                .replicaUpdates(
                    ReplicationGroupUpdate.builder()
                        .create(c -> c.regionName("eu-west-1"))
                        .build()));
  }

  private static ProvisionedThroughputDescription throughput(DynamoDbClient from) {
    return from.describeTable(r -> r.tableName("global")).table().provisionedThroughput();
  }

  private static AutoScalingSettingsUpdate between(long minimum, long maximum) {
    return AutoScalingSettingsUpdate.builder()
        .minimumUnits(minimum)
        .maximumUnits(maximum)
        .scalingPolicyUpdate(
            p -> p.targetTrackingScalingPolicyConfiguration(t -> t.targetValue(50.0)))
        .build();
  }

  private void scaleReads(Consumer<ReplicaAutoScalingUpdate.Builder> more) {
    here.updateTableReplicaAutoScaling(
        r ->
            r.tableName("global")
                .replicaUpdates(
                    ReplicaAutoScalingUpdate.builder()
                        .regionName("us-east-1")
                        .applyMutation(more)
                        .build()));
  }

  /** Reads some units in each of some minutes. */
  private void read(int minutes, int times) {
    for (int minute = 0; minute < minutes; minute++) {
      for (int i = 0; i < times; i++) {
        here.getItem(r -> r.tableName("global").key(item("pk", "a")).consistentRead(true));
      }
      clock.advance(Duration.ofMinutes(1));
    }
  }

  @Test
  @Fact("dynamodb-171")
  void readCapacityFollowsWhatIsRead() {
    here.putItem(r -> r.tableName("global").item(item("pk", "a", "v", "x".repeat(60_000))));
    scaleReads(u -> u.replicaProvisionedReadCapacityAutoScalingUpdate(between(2, 30)));
    // 15 units of an item of 60 KB: of 20 reads in a minute 5 units a second.
    read(1, 20);
    assertThat(throughput(here).readCapacityUnits()).isEqualTo(5);
    read(1, 20);
    assertThat(throughput(here).readCapacityUnits()).isEqualTo(10);
    assertThat(throughput(there).readCapacityUnits()).isEqualTo(5);
    clock.advance(Duration.ofMinutes(30));
    assertThat(throughput(here).readCapacityUnits()).isEqualTo(10);
    read(14, 4);
    assertThat(throughput(here).readCapacityUnits()).isEqualTo(10);
    read(1, 4);
    assertThat(throughput(here).readCapacityUnits()).isEqualTo(2);
    scaleReads(
        u -> u.replicaProvisionedReadCapacityAutoScalingUpdate(s -> s.autoScalingDisabled(true)));
    read(2, 8);
    assertThat(throughput(here).readCapacityUnits()).isEqualTo(2);
  }

  @Test
  void writeCapacityIsThatOfAllReplicas() {
    here.updateTableReplicaAutoScaling(
        r -> r.tableName("global").provisionedWriteCapacityAutoScalingUpdate(between(8, 9)));
    clock.advance(Duration.ofMinutes(1));
    assertThat(throughput(here).writeCapacityUnits()).isEqualTo(8);
    assertThat(throughput(there).writeCapacityUnits()).isEqualTo(8);
    for (int minute = 0; minute < 2; minute++) {
      // A quarter of the target each: what both write counts.
      for (DynamoDbClient from : new DynamoDbClient[] {here, there}) {
        for (int i = 0; i < 3; i++) {
          int put = i;
          from.putItem(
              r -> r.tableName("global").item(item("pk", "b" + put, "v", "x".repeat(60_000))));
        }
      }
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(throughput(here).writeCapacityUnits()).isEqualTo(9);
    assertThat(throughput(there).writeCapacityUnits()).isEqualTo(9);
    assertThat(
            here.describeTableReplicaAutoScaling(r -> r.tableName("global"))
                .tableAutoScalingDescription()
                .replicas())
        .extracting(
            replica -> replica.regionName(),
            replica -> replica.replicaProvisionedWriteCapacityAutoScalingSettings().maximumUnits())
        .containsExactly(tuple("us-east-1", 9L), tuple("eu-west-1", 9L));
  }

  @Test
  void whatCannotScaleIsRefused() {
    assertInvalid(
        () -> scaleReads(u -> u.replicaProvisionedReadCapacityAutoScalingUpdate(between(9, 2))),
        "MinimumUnits 9 cannot be more than MaximumUnits 2");
    assertInvalid(
        () ->
            scaleReads(
                u -> u.replicaProvisionedReadCapacityAutoScalingUpdate(s -> s.minimumUnits(1L))),
        "MinimumUnits and MaximumUnits must be specified to enable auto scaling");
    TestTables.simple(here, "plain");
    assertInvalid(
        () ->
            here.updateTableReplicaAutoScaling(
                r -> r.tableName("plain").provisionedWriteCapacityAutoScalingUpdate(between(1, 2))),
        "Table plain is not a global table of version 2019.11.21");
  }
}
