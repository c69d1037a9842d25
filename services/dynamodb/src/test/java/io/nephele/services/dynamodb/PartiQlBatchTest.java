package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionResponse;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

@NepheleTest
final class PartiQlBatchTest {
  @Inject DynamoDbClient dynamo;

  private void table(String name) {
    TestTables.simple(dynamo, name);
    for (String key : List.of("a", "b")) {
      dynamo.putItem(r -> r.tableName(name).item(item("pk", key, "n", 1)));
    }
  }

  private Map<String, AttributeValue> get(String table, String key) {
    return dynamo.getItem(r -> r.tableName(table).key(item("pk", key))).item();
  }

  private BatchExecuteStatementResponse batch(String... statements) {
    List<BatchStatementRequest> requests = new ArrayList<>();
    for (String statement : statements) {
      requests.add(BatchStatementRequest.builder().statement(statement).build());
    }
    return dynamo.batchExecuteStatement(
        r -> r.statements(requests).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
  }

  private ExecuteTransactionResponse transaction(String token, String... statements) {
    List<ParameterizedStatement> requests = new ArrayList<>();
    for (String statement : statements) {
      requests.add(ParameterizedStatement.builder().statement(statement).build());
    }
    return dynamo.executeTransaction(
        r ->
            r.transactStatements(requests)
                .clientRequestToken(token)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
  }

  private static void assertFailed(
      BatchStatementResponse response, BatchStatementErrorCodeEnum code, String message) {
    assertThat(response.error().code()).isEqualTo(code);
    assertThat(response.error().message()).isEqualTo(message);
    assertThat(response.hasItem()).isFalse();
  }

  @Test
  void readsOfABatchStandForThemselves() {
    table("batch-reads");
    BatchExecuteStatementResponse found =
        batch(
            "SELECT * FROM \"batch-reads\" WHERE pk = 'a'",
            "SELECT n FROM \"batch-reads\" WHERE pk = 'none'",
            "SELECT n FROM \"batch-reads\" WHERE n = 1",
            "SELECT n FROM \"batch-reads\" WHERE pk = 'b' AND n = 2",
            "SELECT n FROM nowhere WHERE pk = 'b'",
            "SELECT n FRM t");
    List<BatchStatementResponse> responses = found.responses();
    assertThat(responses).hasSize(6);
    assertThat(responses.get(0).item()).isEqualTo(item("pk", "a", "n", 1));
    assertThat(responses.get(0).tableName()).isEqualTo("batch-reads");
    assertThat(responses.get(1).hasItem()).isFalse();
    assertThat(responses.get(1).tableName()).isEqualTo("batch-reads");
    assertFailed(
        responses.get(2),
        BatchStatementErrorCodeEnum.VALIDATION_ERROR,
        "Select statements within BatchExecuteStatement must specify the primary key in the where"
            + " clause.");
    assertThat(responses.get(2).tableName()).isNull();
    assertFailed(
        responses.get(3),
        BatchStatementErrorCodeEnum.VALIDATION_ERROR,
        "Select statements within BatchExecuteStatement must specify the primary key in the where"
            + " clause.");
    assertFailed(
        responses.get(4),
        BatchStatementErrorCodeEnum.RESOURCE_NOT_FOUND,
        "Requested resource not found");
    assertThat(responses.get(5).error().code())
        .isEqualTo(BatchStatementErrorCodeEnum.VALIDATION_ERROR);
    assertThat(found.consumedCapacity()).hasSize(1);
    assertThat(found.consumedCapacity().getFirst().capacityUnits()).isEqualTo(1.0);
  }

  @Test
  void writesOfABatchStandForThemselves() {
    table("batch-writes");
    List<BatchStatementResponse> responses =
        batch(
                "INSERT INTO \"batch-writes\" VALUE {'pk': 'c'}",
                "INSERT INTO \"batch-writes\" VALUE {'pk': 'a'}",
                "UPDATE \"batch-writes\" SET n = 2 WHERE pk = 'a' AND n = 7",
                "UPDATE \"batch-writes\" SET n = 2 WHERE pk = 'b' RETURNING ALL NEW *",
                "DELETE FROM \"batch-writes\" WHERE pk = 'none'")
            .responses();
    assertThat(responses.get(0).error()).isNull();
    assertThat(responses.get(0).tableName()).isEqualTo("batch-writes");
    assertFailed(
        responses.get(1),
        BatchStatementErrorCodeEnum.DUPLICATE_ITEM,
        "Duplicate primary key exists in table");
    assertThat(responses.get(1).tableName()).isEqualTo("batch-writes");
    assertFailed(
        responses.get(2),
        BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED,
        "The conditional request failed");
    assertThat(responses.get(3).item()).isEqualTo(item("pk", "b", "n", 2));
    assertThat(responses.get(4).error()).isNull();
    assertThat(get("batch-writes", "c")).isNotEmpty();
    assertThat(get("batch-writes", "a")).containsEntry("n", n(1));
  }

  @Test
  void transactionsReadItemsAtOneMoment() {
    table("transact-reads");
    ExecuteTransactionResponse found =
        transaction(
            null,
            "SELECT * FROM \"transact-reads\" WHERE pk = 'a'",
            "SELECT * FROM \"transact-reads\" WHERE pk = 'none'",
            "SELECT n FROM \"transact-reads\" WHERE pk = 'b'");
    assertThat(found.responses()).hasSize(3);
    assertThat(found.responses().get(0).item()).isEqualTo(item("pk", "a", "n", 1));
    assertThat(found.responses().get(1).hasItem()).isFalse();
    assertThat(found.responses().get(2).item()).isEqualTo(item("n", 1));
    assertThat(found.consumedCapacity().getFirst().capacityUnits()).isEqualTo(6.0);
    assertInvalid(
        () -> transaction(null, "SELECT * FROM \"transact-reads\" WHERE n = 1"),
        "Validation failed in TransactStatements[0]: Select statements within ExecuteTransaction"
            + " must specify the primary key in the where clause.");
    assertInvalid(
        () ->
            transaction(
                null,
                "SELECT * FROM \"transact-reads\" WHERE pk = 'a'",
                "SELECT * FROM \"transact-reads\" WHERE pk = 'a'"),
        "Transaction request cannot include multiple operations on one item");
  }

  @Test
  void transactionsWriteAllOrNothing() {
    table("transact-writes");
    String exists = "EXISTS(SELECT * FROM \"transact-writes\" WHERE pk = 'b' AND n = %d)";
    TransactionCanceledException failed =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () ->
                transaction(
                    null,
                    "UPDATE \"transact-writes\" SET n = 9 WHERE pk = 'a'",
                    exists.formatted(2),
                    "INSERT INTO \"transact-writes\" VALUE {'pk': 'c'}"));
    assertThat(failed.cancellationReasons())
        .extracting(reason -> reason.code())
        .containsExactly("None", "ConditionalCheckFailed", "None");
    assertThat(get("transact-writes", "a")).containsEntry("n", n(1));
    assertThat(get("transact-writes", "c")).isEmpty();

    TransactionCanceledException duplicate =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () -> transaction(null, "INSERT INTO \"transact-writes\" VALUE {'pk': 'a'}"));
    assertThat(duplicate.cancellationReasons().getFirst().code()).isEqualTo("DuplicateItem");

    String[] writes = {
      "UPDATE \"transact-writes\" SET n = n + 1 WHERE pk = 'a'",
      exists.formatted(1),
      "INSERT INTO \"transact-writes\" VALUE {'pk': 'c', 's': 'x'}"
    };
    ExecuteTransactionResponse done = transaction("token", writes);
    assertThat(done.hasResponses()).isTrue();
    assertThat(done.responses()).isEmpty();
    assertThat(done.consumedCapacity().getFirst().capacityUnits()).isEqualTo(6.0);
    transaction("token", writes);
    assertThat(get("transact-writes", "a")).containsEntry("n", n(2));
    assertThat(get("transact-writes", "c")).containsEntry("s", s("x"));
    assertThat(
            catchThrowableOfType(
                IdempotentParameterMismatchException.class, () -> transaction("token", writes[0])))
        .isNotNull();
  }

  @Test
  void transactionsSayWhichStatementIsWrong() {
    table("transact-wrong");
    String write = "UPDATE \"transact-wrong\" SET n = 9 WHERE pk = 'a'";
    String at = "Validation failed in TransactStatements[1]: ";
    assertInvalid(
        () -> transaction(null, write, "UPDATE \"transact-wrong\" SET n = 9"),
        at + "Where clause does not contain a mandatory equality on all key attributes");
    assertInvalid(
        () -> transaction(null, write, write + " RETURNING ALL OLD *"),
        at + "RETURNING clause is not supported in ExecuteTransaction.");
    assertInvalid(
        () -> transaction(null, write, "EXISTS(SELECT * FROM \"transact-wrong\" WHERE pk = 'b')"),
        at + "EXISTS() must contain a single item read with additional condition");
    assertInvalid(
        () ->
            transaction(
                null,
                "SELECT * FROM \"transact-wrong\" WHERE pk = 'a'",
                "EXISTS(SELECT * FROM \"transact-wrong\" WHERE pk = 'b' AND n = 1)"),
        at + "EXISTS can only be used in ExecuteTransaction write requests.");
    assertInvalid(
        () -> transaction(null, write, "SLECT"),
        at + "Statement wasn't well formed, can't be processed: Expected data manipulation");
  }
}
