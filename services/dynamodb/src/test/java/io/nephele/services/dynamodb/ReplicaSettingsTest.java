package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalTableWitnessGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableClass;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.kms.KmsClient;

/** What replicas have of their own, and what they promise each other. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ReplicaSettingsTest {
  @Inject Nephele nephele;
  @Inject DynamoDbClient here;
  @Inject KmsClient kms;

  private <C extends SdkClient> C in(Class<C> client, String region) {
    return Clients.create(client, nephele.endpoint(), region, "000000000000");
  }

  private TableDescription describe(DynamoDbClient from) {
    return from.describeTable(r -> r.tableName("global")).table();
  }

  private void provisioned() {
    TestTables.create(
        here,
        "global",
        r ->
            r.billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(6L))
                .attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk")));
  }

  private void update(Consumer<ReplicationGroupUpdate.Builder> replica) {
    here.updateTable(
        r ->
            r.tableName("global")
                .replicaUpdates(ReplicationGroupUpdate.builder().applyMutation(replica).build()));
  }

  @Test
  void aReplicaMayReadMoreThanTheOthers() {
    provisioned();
    update(
        u ->
            u.create(
                c ->
                    c.regionName("eu-west-1")
                        .provisionedThroughputOverride(t -> t.readCapacityUnits(9L))
                        .tableClassOverride(TableClass.STANDARD_INFREQUENT_ACCESS)));
    DynamoDbClient there = in(DynamoDbClient.class, "eu-west-1");
    assertThat(describe(there).provisionedThroughput().readCapacityUnits()).isEqualTo(9);
    assertThat(describe(there).provisionedThroughput().writeCapacityUnits()).isEqualTo(6);
    here.updateTable(
        r ->
            r.tableName("global")
                .provisionedThroughput(t -> t.readCapacityUnits(7L).writeCapacityUnits(8L)));
    assertThat(describe(there).provisionedThroughput().readCapacityUnits()).isEqualTo(9);
    assertThat(describe(there).provisionedThroughput().writeCapacityUnits()).isEqualTo(8);
    ReplicaDescription replica = describe(here).replicas().getFirst();
    assertThat(replica.provisionedThroughputOverride().readCapacityUnits()).isEqualTo(9);
    assertThat(replica.replicaTableClassSummary().tableClass())
        .isEqualTo(TableClass.STANDARD_INFREQUENT_ACCESS);
    assertThat(describe(here).tableClassSummary()).isNull();
    update(
        u ->
            u.update(
                c ->
                    c.regionName("eu-west-1")
                        .provisionedThroughputOverride(t -> t.readCapacityUnits(3L))));
    assertThat(describe(there).provisionedThroughput().readCapacityUnits()).isEqualTo(3);
    assertThat(describe(here).provisionedThroughput().readCapacityUnits()).isEqualTo(7);
    assertInvalid(
        () -> update(u -> u.update(c -> c.regionName("ap-south-1"))),
        "Update global table operation failed because one or more replicas were not part of the"
            + " global table: global, region: ap-south-1");
  }

  @Test
  void aReplicaIsEncryptedWithAKeyOfItsRegion() {
    String own = kms.createKey().keyMetadata().arn();
    TestTables.create(
        here,
        "global",
        r ->
            r.attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .sseSpecification(s -> s.enabled(true).kmsMasterKeyId(own)));
    assertInvalid(
        () -> update(u -> u.create(c -> c.regionName("eu-west-1"))),
        "One or more parameter values were invalid: KMSMasterKeyId must be specified for each"
            + " replica of a table that is encrypted with a customer managed key");
    KmsClient keysThere = in(KmsClient.class, "eu-west-1");
    String theirs = keysThere.createKey().keyMetadata().arn();
    update(u -> u.create(c -> c.regionName("eu-west-1").kmsMasterKeyId(theirs)));
    assertThat(describe(here).replicas().getFirst().kmsMasterKeyId()).isEqualTo(theirs);
    DynamoDbClient there = in(DynamoDbClient.class, "eu-west-1");
    here.putItem(r -> r.tableName("global").item(item("pk", "a")));
    assertThat(there.getItem(r -> r.tableName("global").key(item("pk", "a"))).item()).isNotEmpty();
    keysThere.disableKey(r -> r.keyId(theirs));
    assertThat(describe(there).tableStatusAsString())
        .isEqualTo("INACCESSIBLE_ENCRYPTION_CREDENTIALS");
    assertThat(describe(here).tableStatusAsString()).isEqualTo("ACTIVE");
  }

  private void strong(Consumer<UpdateTableRequest.Builder> more) {
    here.updateTable(
        r ->
            r.tableName("global")
                .multiRegionConsistency(MultiRegionConsistency.STRONG)
                .applyMutation(more));
  }

  private static ReplicationGroupUpdate created(String region) {
    return ReplicationGroupUpdate.builder().create(c -> c.regionName(region)).build();
  }

  @Test
  void strongReplicasHaveAWitnessAndNoTransactions() {
    TestTables.simple(here, "global");
    assertInvalid(
        () -> strong(r -> r.replicaUpdates(created("us-west-2"))),
        "One or more parameter values were invalid: A table with multi-Region strong consistency"
            + " must have three replicas, or two replicas and a witness");
    assertInvalid(
        () -> strong(r -> r.replicaUpdates(created("us-west-2"), created("eu-west-1"))),
        "One or more parameter values were invalid: The Regions of a table with multi-Region strong"
            + " consistency must be of one Region set: us-west-2, eu-west-1, us-east-1");
    strong(
        r ->
            r.replicaUpdates(created("us-west-2"))
                .globalTableWitnessUpdates(
                    GlobalTableWitnessGroupUpdate.builder()
                        .create(c -> c.regionName("us-east-2"))
                        .build()));
    DynamoDbClient there = in(DynamoDbClient.class, "us-west-2");
    for (DynamoDbClient each : new DynamoDbClient[] {here, there}) {
      assertThat(describe(each).multiRegionConsistency()).isEqualTo(MultiRegionConsistency.STRONG);
      assertThat(describe(each).globalTableWitnesses())
          .extracting(w -> w.regionName())
          .containsExactly("us-east-2");
    }
    assertThat(in(DynamoDbClient.class, "us-east-2").listTables().tableNames()).isEmpty();
    there.putItem(r -> r.tableName("global").item(item("pk", "a")));
    assertThat(
            here.getItem(r -> r.tableName("global").key(item("pk", "a")).consistentRead(true))
                .item())
        .isNotEmpty();
    assertThatThrownBy(
            () ->
                here.transactGetItems(
                    r ->
                        r.transactItems(
                            TransactGetItem.builder()
                                .get(g -> g.tableName("global").key(item("pk", "a")))
                                .build())))
        .hasMessageContaining("Transactional operations are not supported");
    assertThatThrownBy(
            () ->
                here.updateTimeToLive(
                    r ->
                        r.tableName("global")
                            .timeToLiveSpecification(t -> t.enabled(true).attributeName("ttl"))))
        .hasMessageContaining("Time to Live is not supported");
    ReplicationGroupUpdate gone =
        ReplicationGroupUpdate.builder().delete(d -> d.regionName("us-west-2")).build();
    assertThatThrownBy(() -> here.updateTable(r -> r.tableName("global").replicaUpdates(gone)))
        .hasMessageContaining("must be deleted in the same request");
    here.updateTable(
        r ->
            r.tableName("global")
                .replicaUpdates(gone)
                .globalTableWitnessUpdates(
                    GlobalTableWitnessGroupUpdate.builder()
                        .delete(d -> d.regionName("us-east-2"))
                        .build()));
    assertThat(describe(here).multiRegionConsistency()).isNull();
    assertThat(there.listTables().tableNames()).isEmpty();
  }
}
