package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsAction;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsStatus;
import software.amazon.awssdk.services.dynamodb.model.GlobalTableNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Replica;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What of the API there is nothing behind: it says so, and what is there. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class OlderOperationsTest {
  @Inject DynamoDbClient dynamo;

  @BeforeEach
  void table() {
    TestTables.simple(dynamo, "plain");
  }

  @Test
  void thereAreNoGlobalTablesOfTheOlderVersion() {
    assertInvalid(
        () ->
            dynamo.createGlobalTable(
                r ->
                    r.globalTableName("plain")
                        .replicationGroup(Replica.builder().regionName("us-east-1").build())),
        "Nephele has no global tables of version 2017.11.29: add replicas with UpdateTable"
            + " (ReplicaUpdates).");
    assertThat(dynamo.listGlobalTables().globalTables()).isEmpty();
    assertThatThrownBy(() -> dynamo.describeGlobalTable(r -> r.globalTableName("plain")))
        .isInstanceOf(GlobalTableNotFoundException.class);
    assertThatThrownBy(() -> dynamo.describeGlobalTableSettings(r -> r.globalTableName("plain")))
        .isInstanceOf(GlobalTableNotFoundException.class);
  }

  @Test
  void replicasHaveNoAutoScaling() {
    dynamo.updateTable(
        r ->
            r.tableName("plain")
                .replicaUpdates(
                    ReplicationGroupUpdate.builder()
                        .create(c -> c.regionName("eu-west-1"))
                        .build()));
    assertThat(
            dynamo
                .describeTableReplicaAutoScaling(r -> r.tableName("plain"))
                .tableAutoScalingDescription()
                .replicas())
        .allSatisfy(
            replica ->
                assertThat(replica.replicaProvisionedReadCapacityAutoScalingSettings()).isNull())
        .extracting("regionName")
        .containsExactly("us-east-1", "eu-west-1");
    assertInvalid(
        () -> dynamo.updateTableReplicaAutoScaling(r -> r.tableName("plain")),
        "Nephele's replicas have no auto scaling to set.");
  }

  @Test
  void contributorInsightsAreOff() {
    assertThat(
            dynamo
                .describeContributorInsights(r -> r.tableName("plain"))
                .contributorInsightsStatus())
        .isEqualTo(ContributorInsightsStatus.DISABLED);
    assertInvalid(
        () ->
            dynamo.updateContributorInsights(
                r ->
                    r.tableName("plain")
                        .contributorInsightsAction(ContributorInsightsAction.ENABLE)),
        "Nephele has no Contributor Insights to enable.");
    assertThatThrownBy(
            () -> dynamo.describeContributorInsights(r -> r.tableName("plain").indexName("none")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void onlyStreamsOfTheTablesOwnAccountAndRegionAreDestinations() {
    for (String arn :
        new String[] {
          "arn:aws:kinesis:eu-west-1:000000000000:stream/changes",
          "arn:aws:kinesis:us-east-1:111111111111:stream/changes",
          "arn:aws:sqs:us-east-1:000000000000:stream/changes-and-more"
        }) {
      assertInvalid(
          () -> dynamo.enableKinesisStreamingDestination(r -> r.tableName("plain").streamArn(arn)),
          "Invalid StreamArn: "
              + arn
              + " is not a Kinesis data stream in the account and Region of the table");
    }
    String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";
    assertInvalid(
        () -> dynamo.disableKinesisStreamingDestination(r -> r.tableName("plain").streamArn(arn)),
        "Table is not in a valid state to disable Kinesis Streaming Destination:"
            + " KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
    assertThat(
            dynamo
                .describeKinesisStreamingDestination(r -> r.tableName("plain"))
                .kinesisDataStreamDestinations())
        .isEmpty();
  }
}
