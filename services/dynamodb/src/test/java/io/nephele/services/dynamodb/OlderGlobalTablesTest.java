package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalTableAlreadyExistsException;
import software.amazon.awssdk.services.dynamodb.model.GlobalTableNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.GlobalTableStatus;
import software.amazon.awssdk.services.dynamodb.model.Replica;
import software.amazon.awssdk.services.dynamodb.model.ReplicaAlreadyExistsException;
import software.amazon.awssdk.services.dynamodb.model.ReplicaNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReplicaSettingsUpdate;
import software.amazon.awssdk.services.dynamodb.model.ReplicaUpdate;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableNotFoundException;

/** Global tables of version 2017.11.29. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class OlderGlobalTablesTest {
  @Inject Nephele nephele;
  @Inject DynamoDbClient here;
  private DynamoDbClient there;

  @BeforeEach
  void tables() {
    there = in("eu-west-1");
    table(here);
    table(there);
  }

  private DynamoDbClient in(String region) {
    return Clients.create(DynamoDbClient.class, nephele.endpoint(), region, "000000000000");
  }

  private static void table(DynamoDbClient client) {
    TestTables.create(
        client,
        "global",
        r ->
            r.billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(6L))
                .attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
  }

  private void create(String... regions) {
    here.createGlobalTable(
        r ->
            r.globalTableName("global")
                .replicationGroup(
                    Arrays.stream(regions)
                        .map(region -> Replica.builder().regionName(region).build())
                        .toList()));
  }

  private static Map<String, AttributeValue> get(DynamoDbClient from, String pk) {
    return from.getItem(r -> r.tableName("global").key(item("pk", pk))).item();
  }

  @Test
  void tablesThatAreAlikeBecomeReplicas() {
    assertThatThrownBy(() -> create("us-east-1", "ap-south-1"))
        .isInstanceOf(TableNotFoundException.class);
    create("us-east-1", "eu-west-1");
    assertThat(here.describeTable(r -> r.tableName("global")).table().globalTableVersion())
        .isEqualTo("2017.11.29");
    here.putItem(r -> r.tableName("global").item(item("pk", "a", "v", 1)));
    Map<String, AttributeValue> item = get(there, "a");
    assertThat(item).containsEntry("v", AttributeValue.fromN("1"));
    assertThat(item).containsEntry("aws:rep:updateregion", AttributeValue.fromS("us-east-1"));
    assertThat(item).containsEntry("aws:rep:deleting", AttributeValue.fromBool(false));
    assertThat(item).containsKey("aws:rep:updatetime").isEqualTo(get(here, "a"));
    there.deleteItem(r -> r.tableName("global").key(item("pk", "a")));
    assertThat(get(here, "a")).isEmpty();
    assertThatThrownBy(() -> create("us-east-1", "eu-west-1"))
        .isInstanceOf(GlobalTableAlreadyExistsException.class);
    assertThat(here.describeGlobalTable(r -> r.globalTableName("global")).globalTableDescription())
        .satisfies(
            described -> {
              assertThat(described.globalTableStatus()).isEqualTo(GlobalTableStatus.ACTIVE);
              assertThat(described.globalTableArn())
                  .isEqualTo("arn:aws:dynamodb::000000000000:global-table/global");
              assertThat(described.replicationGroup())
                  .extracting(replica -> replica.regionName())
                  .containsExactly("eu-west-1", "us-east-1");
            });
    assertThat(here.listGlobalTables(r -> r.regionName("eu-west-1")).globalTables()).hasSize(1);
    assertThat(here.listGlobalTables(r -> r.regionName("ap-south-1")).globalTables()).isEmpty();
  }

  @Test
  void replicasComeAndGo() {
    assertThatThrownBy(() -> here.describeGlobalTable(r -> r.globalTableName("global")))
        .isInstanceOf(GlobalTableNotFoundException.class);
    create("us-east-1", "eu-west-1");
    ReplicaUpdate add = ReplicaUpdate.builder().create(c -> c.regionName("eu-west-1")).build();
    assertThatThrownBy(
            () -> here.updateGlobalTable(r -> r.globalTableName("global").replicaUpdates(add)))
        .isInstanceOf(ReplicaAlreadyExistsException.class);
    ReplicaUpdate remove = ReplicaUpdate.builder().delete(d -> d.regionName("eu-west-1")).build();
    here.updateGlobalTable(r -> r.globalTableName("global").replicaUpdates(remove));
    here.putItem(r -> r.tableName("global").item(item("pk", "a")));
    assertThat(get(there, "a")).isEmpty();
    assertThatThrownBy(
            () -> here.updateGlobalTable(r -> r.globalTableName("global").replicaUpdates(remove)))
        .isInstanceOf(ReplicaNotFoundException.class);
    there.putItem(r -> r.tableName("global").item(item("pk", "b")));
    assertInvalid(
        () -> here.updateGlobalTable(r -> r.globalTableName("global").replicaUpdates(add)),
        "Table global in Region eu-west-1 must be empty");
  }

  @Test
  void settingsAreOfAllOrOfOneReplica() {
    create("us-east-1", "eu-west-1");
    here.updateGlobalTableSettings(
        r ->
            r.globalTableName("global")
                .globalTableProvisionedWriteCapacityUnits(12L)
                .replicaSettingsUpdate(
                    ReplicaSettingsUpdate.builder()
                        .regionName("eu-west-1")
                        .replicaProvisionedReadCapacityUnits(11L)
                        .replicaProvisionedReadCapacityAutoScalingSettingsUpdate(
                            s ->
                                s.minimumUnits(2L)
                                    .maximumUnits(20L)
                                    .scalingPolicyUpdate(
                                        p ->
                                            p.targetTrackingScalingPolicyConfiguration(
                                                t -> t.targetValue(70.0))))
                        .build()));
    assertThat(here.describeGlobalTableSettings(r -> r.globalTableName("global")).replicaSettings())
        .satisfiesExactly(
            europe -> {
              assertThat(europe.regionName()).isEqualTo("eu-west-1");
              assertThat(europe.replicaProvisionedReadCapacityUnits()).isEqualTo(11);
              assertThat(europe.replicaProvisionedWriteCapacityUnits()).isEqualTo(12);
              assertThat(europe.replicaProvisionedReadCapacityAutoScalingSettings().maximumUnits())
                  .isEqualTo(20);
            },
            america -> {
              assertThat(america.replicaProvisionedReadCapacityUnits()).isEqualTo(5);
              assertThat(america.replicaProvisionedWriteCapacityUnits()).isEqualTo(12);
              assertThat(america.replicaProvisionedReadCapacityAutoScalingSettings()).isNull();
            });
    assertThatThrownBy(
            () ->
                here.updateGlobalTableSettings(
                    r ->
                        r.globalTableName("global")
                            .replicaSettingsUpdate(
                                ReplicaSettingsUpdate.builder()
                                    .regionName("ap-south-1")
                                    .replicaProvisionedReadCapacityUnits(11L)
                                    .build())))
        .isInstanceOf(ReplicaNotFoundException.class);
  }
}
