package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Transfers between accounts by many at once: none is lost, none is seen half. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class ConcurrencyTest {
  private static final int ACCOUNTS = 5;
  private static final int CLIENTS = 8;
  private static final int TRANSFERS = 20;
  private static final int EACH = 50;

  @Inject DynamoDbClient dynamo;
  @Inject DynamoDbStreamsClient streams;

  @Test
  void transfersAreSerialisableAndStreamsAndIndexesAgree() throws Exception {
    TestTables.create(
        dynamo,
        "bank",
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("kind", ScalarAttributeType.S),
                    TablesTest.attribute("v", ScalarAttributeType.N))
                .keySchema(TablesTest.hash("pk"))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("amounts")
                        .keySchema(TablesTest.hash("kind"), TablesTest.range("v"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .build())
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    for (int i = 0; i < ACCOUNTS; i++) {
      Map<String, AttributeValue> account = item("pk", "a" + i, "kind", "account", "v", EACH);
      dynamo.putItem(r -> r.tableName("bank").item(account));
    }
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reader = executor.submit(() -> readUntil(done));
      List<Future<?>> writers = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        SplittableRandom random = new SplittableRandom(c);
        writers.add(executor.submit(() -> transfer(random)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      done.set(true);
      reader.get();
    }
    Map<String, AttributeValue> amounts = new HashMap<>();
    dynamo
        .scan(r -> r.tableName("bank"))
        .items()
        .forEach(i -> amounts.put(i.get("pk").s(), i.get("v")));
    Map<String, AttributeValue> indexed = new HashMap<>();
    dynamo
        .query(
            r ->
                r.tableName("bank")
                    .indexName("amounts")
                    .keyConditionExpression("kind = :k")
                    .expressionAttributeValues(Map.of(":k", s("account"))))
        .items()
        .forEach(i -> indexed.put(i.get("pk").s(), i.get("v")));
    assertThat(indexed).isEqualTo(amounts);
    assertThat(replayed()).isEqualTo(amounts);
  }

  private void transfer(SplittableRandom random) {
    for (int i = 0; i < TRANSFERS; i++) {
      int from = random.nextInt(ACCOUNTS);
      int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      int amount = 1 + random.nextInt(20);
      try {
        dynamo.transactWriteItems(r -> r.transactItems(change(from, -amount), change(to, amount)));
      } catch (TransactionCanceledException e) {
        assertThat(e.cancellationReasons().getFirst().code()).isEqualTo("ConditionalCheckFailed");
      }
    }
  }

  private static TransactWriteItem change(int account, int amount) {
    return TransactWriteItem.builder()
        .update(
            u ->
                u.tableName("bank")
                    .key(item("pk", "a" + account))
                    .updateExpression("SET v = v + :amount")
                    .conditionExpression("v >= :least")
                    .expressionAttributeValues(
                        Map.of(":amount", n(amount), ":least", n(Math.max(0, -amount)))))
        .build();
  }

  private void readUntil(AtomicBoolean done) {
    do {
      List<TransactGetItem> gets = new ArrayList<>();
      for (int i = 0; i < ACCOUNTS; i++) {
        Map<String, AttributeValue> key = item("pk", "a" + i);
        gets.add(TransactGetItem.builder().get(g -> g.tableName("bank").key(key)).build());
      }
      int sum =
          dynamo.transactGetItems(r -> r.transactItems(gets)).responses().stream()
              .mapToInt(response -> Integer.parseInt(response.item().get("v").n()))
              .sum();
      assertThat(sum).isEqualTo(ACCOUNTS * EACH);
    } while (!done.get());
  }

  /** What the stream says the items are, each record's old image being the one before. */
  private Map<String, AttributeValue> replayed() {
    String arn = dynamo.describeTable(r -> r.tableName("bank")).table().latestStreamArn();
    String shard =
        streams
            .describeStream(r -> r.streamArn(arn))
            .streamDescription()
            .shards()
            .getFirst()
            .shardId();
    String iterator =
        streams
            .getShardIterator(
                r ->
                    r.streamArn(arn)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    Map<String, AttributeValue> amounts = new HashMap<>();
    for (Record record : streams.getRecords(r -> r.shardIterator(iterator)).records()) {
      String pk = record.dynamodb().keys().get("pk").s();
      if (record.eventName() == OperationType.MODIFY) {
        assertThat(record.dynamodb().oldImage().get("v")).isEqualTo(amounts.get(pk));
      }
      amounts.put(pk, record.dynamodb().newImage().get("v"));
    }
    return amounts;
  }
}
