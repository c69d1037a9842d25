package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
class GlobalTablesTest {
  @Inject Nephele nephele;
  @Inject DynamoDbClient here;
  private DynamoDbClient there;

  @BeforeEach
  void regions() {
    there = Clients.create(DynamoDbClient.class, nephele.endpoint(), "eu-west-1", "000000000000");
    TestTables.simple(here, "global");
  }

  private void replicate() {
    here.updateTable(
        r ->
            r.tableName("global")
                .replicaUpdates(
                    ReplicationGroupUpdate.builder()
                        .create(c -> c.regionName("eu-west-1"))
                        .build()));
  }

  private static Map<String, AttributeValue> get(DynamoDbClient from, String pk) {
    return from.getItem(r -> r.tableName("global").key(item("pk", pk))).item();
  }

  private static TableDescription describe(DynamoDbClient from) {
    return from.describeTable(r -> r.tableName("global")).table();
  }

  @Test
  @Fact({"dynamodb-005"})
  void tablesOfOneNameInTwoRegionsAreApart() {
    TestTables.simple(there, "global");
    here.putItem(r -> r.tableName("global").item(item("pk", "a")));
    assertThat(get(there, "a")).isEmpty();
    assertThat(get(here, "a")).hasSize(1);
  }

  @Test
  @Fact({"dynamodb-159", "dynamodb-168"})
  void replicasAreWhereTheyWereAskedForAndInOneAccount() {
    assertThat(describe(here).replicas()).isEmpty();
    assertThat(there.listTables().tableNames()).isEmpty();
    replicate();
    assertThat(describe(there).tableArn())
        .isEqualTo("arn:aws:dynamodb:eu-west-1:000000000000:table/global");
    DynamoDbClient others =
        Clients.create(DynamoDbClient.class, nephele.endpoint(), "eu-west-1", "111111111111");
    assertThat(others.listTables().tableNames()).isEmpty();
    DynamoDbClient third =
        Clients.create(DynamoDbClient.class, nephele.endpoint(), "ap-south-1", "000000000000");
    assertThat(third.listTables().tableNames()).isEmpty();
  }

  @Test
  @Fact({
    "dynamodb-006", "dynamodb-007", "dynamodb-093", "dynamodb-094", "dynamodb-157",
    "dynamodb-158", "dynamodb-160", "dynamodb-161", "dynamodb-162", "dynamodb-163"
  })
  void replicasHaveTheSameItems() {
    for (int i = 0; i < 450; i++) {
      int v = i;
      here.putItem(r -> r.tableName("global").item(item("pk", "old" + v, "v", v)));
    }
    replicate();
    TableDescription table = describe(here);
    assertThat(table.streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    assertThat(table.globalTableVersion()).isEqualTo("2019.11.21");
    assertThat(table.replicas()).extracting(r -> r.regionName()).containsExactly("eu-west-1");
    assertThat(describe(there).keySchema()).isEqualTo(table.keySchema());
    assertThat(there.scan(r -> r.tableName("global")).count()).isEqualTo(450);
    here.putItem(r -> r.tableName("global").item(item("pk", "a", "v", 1)));
    assertThat(get(there, "a")).isEqualTo(item("pk", "a", "v", 1));
    there.updateItem(
        r ->
            r.tableName("global")
                .key(item("pk", "a"))
                .updateExpression("SET v = :v")
                .expressionAttributeValues(Map.of(":v", n(2))));
    assertThat(get(here, "a")).isEqualTo(item("pk", "a", "v", 2));
    there.deleteItem(r -> r.tableName("global").key(item("pk", "a")));
    assertThat(get(here, "a")).isEmpty();
    assertInvalid(
        this::replicate,
        "Failed to create a the new replica of table with name: 'global' because one or more"
            + " replicas already existed in the given region: eu-west-1");
  }

  @Test
  void indexesOfReplicasAreTheSame() {
    replicate();
    there.putItem(r -> r.tableName("global").item(item("pk", "a", "owner", "o")));
    here.updateTable(
        r ->
            r.tableName("global")
                .attributeDefinitions(TablesTest.attribute("owner", ScalarAttributeType.S))
                .globalSecondaryIndexUpdates(
                    GlobalSecondaryIndexUpdate.builder()
                        .create(
                            c ->
                                c.indexName("owners")
                                    .keySchema(TablesTest.hash("owner"))
                                    .projection(p -> p.projectionType(ProjectionType.ALL)))
                        .build()));
    assertThat(
            there
                .query(
                    r ->
                        r.tableName("global")
                            .indexName("owners")
                            .keyConditionExpression("#o = :o")
                            .expressionAttributeNames(Map.of("#o", "owner"))
                            .expressionAttributeValues(Map.of(":o", s("o"))))
                .count())
        .isEqualTo(1);
  }

  @Test
  void aReplicaIsTakenAway() {
    replicate();
    here.putItem(r -> r.tableName("global").item(item("pk", "a")));
    here.updateTable(
        r ->
            r.tableName("global")
                .replicaUpdates(
                    ReplicationGroupUpdate.builder()
                        .delete(d -> d.regionName("eu-west-1"))
                        .build()));
    assertThat(describe(here).replicas()).isEmpty();
    assertThat(there.listTables().tableNames()).isEmpty();
    here.putItem(r -> r.tableName("global").item(item("pk", "b")));
    assertThat(get(here, "a")).hasSize(1);
  }
}
