package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
class TransactionsTest {
  @Inject DynamoDbClient dynamo;
  @Inject VirtualClock clock;

  @BeforeEach
  void table() {
    TestTables.simple(dynamo, "accounts");
  }

  private static TransactWriteItem put(String pk, int v, String condition) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName("accounts").item(item("pk", pk, "v", v)).conditionExpression(condition))
        .build();
  }

  private static TransactWriteItem add(String pk, int v) {
    return TransactWriteItem.builder()
        .update(
            u ->
                u.tableName("accounts")
                    .key(item("pk", pk))
                    .updateExpression("ADD v :v")
                    .expressionAttributeValues(Map.of(":v", n(v))))
        .build();
  }

  private TransactWriteItemsResponse write(String token, TransactWriteItem... items) {
    return dynamo.transactWriteItems(
        r -> r.transactItems(items).clientRequestToken(token).returnConsumedCapacity("TOTAL"));
  }

  private Map<String, AttributeValue> get(String pk) {
    return dynamo.getItem(r -> r.tableName("accounts").key(item("pk", pk))).item();
  }

  @Test
  @Fact({"dynamodb-089", "dynamodb-164", "dynamodb-165", "dynamodb-025"})
  void allIsWrittenOrNothing() {
    TransactWriteItemsResponse written = write(null, put("a", 1, null), put("b", 2, null));
    assertThat(written.consumedCapacity().getFirst().capacityUnits()).isEqualTo(4);
    assertThat(written.consumedCapacity().getFirst().writeCapacityUnits()).isEqualTo(4);
    TransactionCanceledException cancelled =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () ->
                write(
                    null,
                    put("c", 3, null),
                    put("a", 9, "attribute_not_exists(pk)"),
                    TransactWriteItem.builder()
                        .conditionCheck(
                            c ->
                                c.tableName("accounts")
                                    .key(item("pk", "b"))
                                    .conditionExpression("v = :v")
                                    .expressionAttributeValues(Map.of(":v", n(7)))
                                    .returnValuesOnConditionCheckFailure("ALL_OLD"))
                        .build()));
    assertThat(cancelled.awsErrorDetails().errorMessage())
        .isEqualTo(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None,"
                + " ConditionalCheckFailed, ConditionalCheckFailed]");
    assertThat(cancelled.cancellationReasons())
        .extracting(CancellationReason::code)
        .containsExactly("None", "ConditionalCheckFailed", "ConditionalCheckFailed");
    assertThat(cancelled.cancellationReasons().get(1).message())
        .isEqualTo("The conditional request failed");
    assertThat(cancelled.cancellationReasons().get(2).item()).isEqualTo(item("pk", "b", "v", 2));
    assertThat(get("c")).isEmpty();
    assertThat(get("a")).isEqualTo(item("pk", "a", "v", 1));
  }

  @Test
  void aRepeatedTokenDoesNothingForTenMinutes() {
    write("token", add("a", 1));
    TransactWriteItemsResponse again = write("token", add("a", 1));
    assertThat(again.consumedCapacity().getFirst().readCapacityUnits()).isEqualTo(2);
    assertThat(get("a")).isEqualTo(item("pk", "a", "v", 1));
    assertThat(
            catchThrowableOfType(
                software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException
                    .class,
                () -> write("token", add("a", 2))))
        .isNotNull();
    clock.advance(Duration.ofMinutes(11));
    write("token", add("a", 1));
    assertThat(get("a")).isEqualTo(item("pk", "a", "v", 2));
  }

  @Test
  void mistakesOfPartsAreReasons() {
    assertInvalid(
        () -> write(null, put("a", 1, null), add("a", 1)),
        "Transaction request cannot include multiple operations on one item");
    write(null, put("a", 1, null));
    TransactionCanceledException cancelled =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () ->
                write(
                    null,
                    add("b", 1),
                    TransactWriteItem.builder()
                        .update(
                            u ->
                                u.tableName("accounts")
                                    .key(item("pk", "a"))
                                    .updateExpression("SET v = list_append(v, :l)")
                                    .expressionAttributeValues(
                                        Map.of(":l", AttributeValue.fromL(List.of()))))
                        .build()));
    assertThat(cancelled.cancellationReasons())
        .extracting(CancellationReason::code)
        .containsExactly("None", "ValidationError");
    assertThat(get("b")).isEmpty();
    assertError(
        () ->
            dynamo.transactWriteItems(
                r ->
                    r.transactItems(
                        TransactWriteItem.builder()
                            .delete(d -> d.tableName("nothing").key(item("pk", "a")))
                            .build())),
        "ResourceNotFoundException",
        "Requested resource not found");
    List<TransactWriteItem> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(put("k" + i, 1, null));
    }
    assertThat(
            catchThrowableOfType(
                    software.amazon.awssdk.services.dynamodb.model.DynamoDbException.class,
                    () -> dynamo.transactWriteItems(r -> r.transactItems(many)))
                .awsErrorDetails()
                .errorMessage())
        .endsWith(
            "at 'transactItems' failed to satisfy constraint: Member must have length less than or"
                + " equal to 100");
    dynamo.transactWriteItems(r -> r.transactItems(many.subList(0, 100)));
    assertThat(get("k99")).isEqualTo(item("pk", "k99", "v", 1));
  }

  @Test
  void readsAreOfOneMoment() {
    write(null, put("a", 1, null), put("b", 2, null));
    TransactGetItemsResponse read =
        dynamo.transactGetItems(
            r ->
                r.returnConsumedCapacity("TOTAL")
                    .transactItems(get2("a"), get2("nothing"), get2("b")));
    assertThat(read.responses().get(0).item()).isEqualTo(item("pk", "a", "v", 1));
    assertThat(read.responses().get(1).hasItem()).isFalse();
    assertThat(read.responses().get(2).item()).isEqualTo(item("pk", "b", "v", 2));
    assertThat(read.consumedCapacity().getFirst().capacityUnits()).isEqualTo(6);
    assertThat(read.consumedCapacity().getFirst().readCapacityUnits()).isEqualTo(6);
  }

  private static TransactGetItem get2(String pk) {
    return TransactGetItem.builder().get(g -> g.tableName("accounts").key(item("pk", pk))).build();
  }
}
