package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

@NepheleTest
final class TablesTest {
  @Inject DynamoDbClient dynamo;

  static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  static KeySchemaElement hash(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
  }

  static KeySchemaElement range(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.RANGE).build();
  }

  static LocalSecondaryIndex local(String name, String hash, String range) {
    return LocalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(hash(hash), range(range))
        .projection(p -> p.projectionType(ProjectionType.ALL))
        .build();
  }

  static GlobalSecondaryIndex global(String name, String hash) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(hash(hash))
        .projection(p -> p.projectionType(ProjectionType.ALL))
        .build();
  }

  private TableDescription create(String name, Consumer<CreateTableRequest.Builder> more) {
    return dynamo
        .createTable(
            r -> {
              r.tableName(name)
                  .attributeDefinitions(attribute("pk", ScalarAttributeType.S))
                  .keySchema(hash("pk"))
                  .billingMode(BillingMode.PAY_PER_REQUEST);
              more.accept(r);
            })
        .tableDescription();
  }

  @Test
  @Fact({"dynamodb-028", "dynamodb-058", "dynamodb-144", "dynamodb-151", "dynamodb-140"})
  void aTableIsCreatingWhenItIsCreatedAndActiveWhenItIsDescribed() {
    TableDescription created = create("first", r -> {});
    assertThat(created.tableStatus()).isEqualTo(TableStatus.CREATING);
    assertThat(created.tableArn()).isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/first");
    TableDescription table = dynamo.describeTable(r -> r.tableName("first")).table();
    assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(table.keySchema()).containsExactly(hash("pk"));
    assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(table.provisionedThroughput().readCapacityUnits()).isZero();
    assertThat(table.provisionedThroughput().writeCapacityUnits()).isZero();
    assertThat(table.sseDescription()).isNull();
    assertThat(table.itemCount()).isZero();
    assertThat(dynamo.describeTable(r -> r.tableName(created.tableArn())).table()).isEqualTo(table);
    dynamo.waiter().waitUntilTableExists(r -> r.tableName("first"));
  }

  @Test
  @Fact({"dynamodb-063", "dynamodb-178", "dynamodb-174"})
  void aNameIsTakenUntilTheTableIsDeleted() {
    create("twice", r -> {});
    assertError(
        () -> create("twice", r -> {}), "ResourceInUseException", "Table already exists: twice");
    assertThat(dynamo.listTables().tableNames()).contains("twice");
    assertThat(dynamo.deleteTable(r -> r.tableName("twice")).tableDescription().tableStatus())
        .isEqualTo(TableStatus.DELETING);
    dynamo.waiter().waitUntilTableNotExists(r -> r.tableName("twice"));
    create("twice", r -> {});
    assertError(
        () -> dynamo.describeTable(r -> r.tableName("nothing")),
        "ResourceNotFoundException",
        "Requested resource not found: Table: nothing not found");
    assertError(
        () -> dynamo.deleteTable(r -> r.tableName("nothing")),
        "ResourceNotFoundException",
        "Requested resource not found: Table: nothing not found");
  }

  @Test
  @Fact({
    "dynamodb-149",
    "dynamodb-179",
    "dynamodb-180",
    "dynamodb-009",
    "dynamodb-078",
    "dynamodb-177"
  })
  void definitionsAndKeysHaveToFit() {
    assertInvalid(
        () -> create("wrong", r -> r.keySchema(hash("other"))),
        "One or more parameter values were invalid: Some index key attributes are not defined in"
            + " AttributeDefinitions. Keys: [other], AttributeDefinitions: [pk]");
    assertInvalid(
        () ->
            create(
                "wrong",
                r ->
                    r.attributeDefinitions(
                        attribute("pk", ScalarAttributeType.S),
                        attribute("more", ScalarAttributeType.S))),
        "One or more parameter values were invalid: Number of attributes in KeySchema does not"
            + " exactly match number of attributes defined in AttributeDefinitions");
    assertInvalid(
        () -> create("wrong", r -> r.globalSecondaryIndexes(global("images", "imageId"))),
        "One or more parameter values were invalid: Some index key attributes are not defined in"
            + " AttributeDefinitions. Keys: [imageId], AttributeDefinitions: [pk]");
    assertInvalid(
        () -> create("wrong", r -> r.billingMode(BillingMode.PROVISIONED)),
        "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must"
            + " both be specified when BillingMode is PROVISIONED");
    assertInvalid(
        () ->
            create(
                "wrong",
                r -> r.provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(1L))),
        "One or more parameter values were invalid: Neither ReadCapacityUnits nor"
            + " WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
    assertInvalid(
        () ->
            create(
                "wrong",
                r ->
                    r.attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType("BOOL")
                            .build())),
        "1 validation error detected: Value 'BOOL' at 'attributeDefinitions.1.member.attributeType'"
            + " failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]");
    assertInvalid(
        () -> create("ab", r -> {}),
        "Invalid table/index name.  Table/index names must be between 3 and 255 characters long,"
            + " and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'");
  }

  @Test
  @Fact({
    "dynamodb-013",
    "dynamodb-014",
    "dynamodb-017",
    "dynamodb-096",
    "dynamodb-098",
    "dynamodb-099"
  })
  void indexesAreLimited() {
    List<LocalSecondaryIndex> locals = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      locals.add(local("local" + i, "pk", "other"));
    }
    AttributeDefinition[] definitions = {
      attribute("pk", ScalarAttributeType.S),
      attribute("sk", ScalarAttributeType.S),
      attribute("other", ScalarAttributeType.N)
    };
    assertInvalid(
        () ->
            create(
                "locals",
                r ->
                    r.attributeDefinitions(definitions)
                        .keySchema(hash("pk"), range("sk"))
                        .localSecondaryIndexes(locals)),
        "One or more parameter values were invalid: Number of LocalSecondaryIndexes exceeds"
            + " per-table limit of 5");
    TableDescription five =
        create(
            "locals",
            r ->
                r.attributeDefinitions(definitions)
                    .keySchema(hash("pk"), range("sk"))
                    .localSecondaryIndexes(locals.subList(0, 5)));
    assertThat(five.localSecondaryIndexes()).hasSize(5);
    assertInvalid(
        () ->
            create(
                "wrong",
                r ->
                    r.attributeDefinitions(definitions)
                        .keySchema(hash("pk"), range("sk"))
                        .localSecondaryIndexes(local("l1x", "sk", "other"))),
        "One or more parameter values were invalid: Index KeySchema does not have the same leading"
            + " hash key as table KeySchema for index: l1x. index hash key: sk, table hash key:"
            + " pk");
    assertInvalid(
        () ->
            create(
                "wrong",
                r ->
                    r.attributeDefinitions(
                            attribute("pk", ScalarAttributeType.S),
                            attribute("other", ScalarAttributeType.S))
                        .localSecondaryIndexes(local("l1x", "pk", "other"))),
        "One or more parameter values were invalid: Table KeySchema does not have a range key,"
            + " which is required when specifying a LocalSecondaryIndex");
    List<GlobalSecondaryIndex> globals = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      globals.add(global("global" + i, "pk"));
    }
    assertInvalid(
        () -> create("globals", r -> r.globalSecondaryIndexes(globals)),
        "One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the"
            + " per-table limit of 20");
    assertThat(
            create("globals", r -> r.globalSecondaryIndexes(globals.subList(0, 20)))
                .globalSecondaryIndexes())
        .hasSize(20);
  }

  @Test
  @Fact({"dynamodb-018", "dynamodb-095", "dynamodb-104", "dynamodb-112"})
  void aGlobalIndexIsAddedAndDeletedLater() {
    create("grows", r -> {});
    TableDescription updated =
        dynamo
            .updateTable(
                r ->
                    r.tableName("grows")
                        .attributeDefinitions(attribute("owner", ScalarAttributeType.S))
                        .globalSecondaryIndexUpdates(
                            GlobalSecondaryIndexUpdate.builder()
                                .create(
                                    c ->
                                        c.indexName("byOwner")
                                            .keySchema(hash("owner"))
                                            .projection(
                                                p -> p.projectionType(ProjectionType.KEYS_ONLY)))
                                .build()))
            .tableDescription();
    assertThat(updated.globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.CREATING);
    TableDescription table = dynamo.describeTable(r -> r.tableName("grows")).table();
    assertThat(table.globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.ACTIVE);
    assertThat(table.globalSecondaryIndexes().getFirst().indexArn())
        .isEqualTo(table.tableArn() + "/index/byOwner");
    assertThat(table.attributeDefinitions()).hasSize(2);
    dynamo.updateTable(
        r ->
            r.tableName("grows")
                .globalSecondaryIndexUpdates(
                    GlobalSecondaryIndexUpdate.builder()
                        .delete(d -> d.indexName("byOwner"))
                        .build()));
    table = dynamo.describeTable(r -> r.tableName("grows")).table();
    assertThat(table.globalSecondaryIndexes()).isEmpty();
    assertThat(table.attributeDefinitions()).hasSize(1);
  }

  @Test
  @Fact({"dynamodb-003", "dynamodb-152", "dynamodb-170"})
  void throughputIsWithinTheQuota() {
    assertThat(dynamo.describeLimits().tableMaxReadCapacityUnits()).isEqualTo(40_000);
    assertThat(dynamo.describeLimits().tableMaxWriteCapacityUnits()).isEqualTo(40_000);
    create(
        "paid",
        r ->
            r.billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(6L)));
    dynamo.updateTable(
        r ->
            r.tableName("paid")
                .provisionedThroughput(t -> t.readCapacityUnits(40_000L).writeCapacityUnits(6L)));
    assertThat(
            dynamo
                .describeTable(r -> r.tableName("paid"))
                .table()
                .provisionedThroughput()
                .readCapacityUnits())
        .isEqualTo(40_000);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    dynamo.updateTable(
                        r ->
                            r.tableName("paid")
                                .provisionedThroughput(
                                    t -> t.readCapacityUnits(40_001L).writeCapacityUnits(6L)))))
        .isInstanceOf(software.amazon.awssdk.services.dynamodb.model.LimitExceededException.class);
    assertInvalid(
        () ->
            dynamo.updateTable(
                r ->
                    r.tableName("paid")
                        .provisionedThroughput(
                            t -> t.readCapacityUnits(40_000L).writeCapacityUnits(6L))),
        "The provisioned throughput for the table will not change. The requested value equals the"
            + " current value. Current ReadCapacityUnits provisioned for the table: 40000."
            + " Requested ReadCapacityUnits: 40000. Current WriteCapacityUnits provisioned for the"
            + " table: 6. Requested WriteCapacityUnits: 6. Refer to the Amazon DynamoDB Developer"
            + " Guide for current limits and how to request higher limits.");
  }

  @Test
  void largeTablesAreCountedBesideTheCalls() {
    create("many", r -> {});
    for (int batch = 0; batch < 208; batch++) {
      List<WriteRequest> writes = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        String pk = "k" + batch + "-" + i;
        writes.add(
            WriteRequest.builder().putRequest(p -> p.item(TestTables.item("pk", pk))).build());
      }
      dynamo.batchWriteItem(r -> r.requestItems(Map.of("many", writes)));
    }
    Supplier<Long> counted =
        () -> dynamo.describeTable(r -> r.tableName("many")).table().itemCount();
    assertThat(counted.get()).isGreaterThanOrEqualTo(5000);
    while (counted.get() != 5200) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aProtectedTableStays() {
    create("kept", r -> r.deletionProtectionEnabled(true));
    assertInvalid(
        () -> dynamo.deleteTable(r -> r.tableName("kept")),
        "Resource cannot be deleted as it is currently protected against deletion. Disable"
            + " deletion protection first.");
    dynamo.updateTable(r -> r.tableName("kept").deletionProtectionEnabled(false));
    dynamo.deleteTable(r -> r.tableName("kept"));
  }

  @Test
  void tagsAreAddedAndTakenAway() {
    String arn =
        create("tagged", r -> r.tags(Tag.builder().key("a").value("1").build())).tableArn();
    dynamo.tagResource(
        r ->
            r.resourceArn(arn)
                .tags(
                    Tag.builder().key("b").value("2").build(),
                    Tag.builder().key("a").value("3").build()));
    assertThat(dynamo.listTagsOfResource(r -> r.resourceArn(arn)).tags())
        .containsExactly(
            Tag.builder().key("a").value("3").build(), Tag.builder().key("b").value("2").build());
    dynamo.untagResource(r -> r.resourceArn(arn).tagKeys("a"));
    assertThat(dynamo.listTagsOfResource(r -> r.resourceArn(arn)).tags()).hasSize(1);
  }

  @Test
  void mistakesInRequestsAreToldTogether() {
    assertInvalid(
        () -> dynamo.createTable(r -> r.tableName("").billingMode("FREE")),
        "2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member"
            + " must have length greater than or equal to 1; Value 'FREE' at 'billingMode' failed"
            + " to satisfy constraint: Member must satisfy enum value set: [PROVISIONED,"
            + " PAY_PER_REQUEST]");
  }
}
