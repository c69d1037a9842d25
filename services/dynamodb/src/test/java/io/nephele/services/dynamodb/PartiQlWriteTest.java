package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@NepheleTest
final class PartiQlWriteTest {
  private static final String FAILED = "ConditionalCheckFailedException";
  private static final String FAILED_WORDS = "The conditional request failed";

  @Inject DynamoDbClient dynamo;

  private void table(String name) {
    TestTables.composite(dynamo, name, ScalarAttributeType.N);
  }

  private ExecuteStatementResponse execute(String statement, AttributeValue... parameters) {
    return dynamo.executeStatement(
        r -> {
          r.statement(statement);
          if (parameters.length > 0) {
            r.parameters(parameters);
          }
        });
  }

  private Map<String, AttributeValue> get(String table) {
    return dynamo.getItem(r -> r.tableName(table).key(item("pk", "a", "sk", 1))).item();
  }

  @Test
  void insertMakesItemsThatWereNotThere() {
    table("inserts");
    ExecuteStatementResponse made =
        dynamo.executeStatement(
            r ->
                r.statement(
                        "INSERT INTO \"inserts\" VALUE {'pk': ?, 'sk': 1, 'list': [1, 'it''s',"
                            + " {'x': true}], 'none': NULL, 'set': <<'b', 'a'>>, 'n': -1.50e1}")
                    .parameters(s("a"))
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
    assertThat(made.hasItems()).isTrue();
    assertThat(made.items()).isEmpty();
    assertThat(made.consumedCapacity().capacityUnits()).isEqualTo(1.0);
    assertThat(get("inserts"))
        .isEqualTo(
            item(
                "pk",
                "a",
                "sk",
                1,
                "list",
                AttributeValue.fromL(
                    List.of(
                        n(1),
                        s("it's"),
                        AttributeValue.fromM(Map.of("x", AttributeValue.fromBool(true))))),
                "none",
                AttributeValue.fromNul(true),
                "set",
                AttributeValue.fromSs(List.of("a", "b")),
                "n",
                -15));
    assertError(
        () -> execute("INSERT INTO inserts VALUE {'pk': 'a', 'sk': 1}"),
        "DuplicateItemException",
        "Duplicate primary key exists in table");
    assertThat(execute("INSERT INTO inserts VALUE {'pk': 'a', 'sk': 1} ON CONFLICT DO NOTHING"))
        .isNotNull();
    assertThat(get("inserts")).containsKey("list");
    assertInvalid(
        () -> execute("INSERT INTO inserts VALUE {'pk': 'a'}"),
        "Key attribute should be present in the item: Key sk");
    assertInvalid(
        () -> execute("INSERT INTO inserts VALUE {'pk': 'a', 'sk': 'x'}"),
        "Key attribute's data type should match its data type in table's schema: Key sk");
  }

  private void put(String table) {
    dynamo.putItem(
        r ->
            r.tableName(table)
                .item(
                    item(
                        "pk",
                        "a",
                        "sk",
                        1,
                        "n",
                        5,
                        "set",
                        AttributeValue.fromNs(List.of("1", "2")),
                        "list",
                        AttributeValue.fromL(List.of(n(1), n(2))),
                        "map",
                        AttributeValue.fromM(Map.of("x", n(1))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SET n = n + 1 | n = 6",
        "SET n = 10 - n, other = 'x' | n = 5 AND other = 'x'",
        "SET n = 1 SET other = [1, 2] REMOVE \"map\" | n = 1 AND other = [1, 2] AND \"map\" IS"
            + " MISSING",
        "REMOVE \"list\"[0], n | \"list\" = [2] AND n IS MISSING",
        "SET \"map\".y = {'z': 1} | \"map\".y.z = 1 AND \"map\".x = 1",
        "SET \"list\"[1] = 'x' | \"list\" = [1, 'x']",
        "SET \"list\" = list_append(\"list\", [3]) | \"list\" = [1, 2, 3]",
        "SET \"list\" = list_append([0], \"list\") | \"list\" = [0, 1, 2]",
        "SET other = if_not_exists(other, n) | other = 5",
        "SET \"set\" = set_add(\"set\", <<2, 3>>) | \"set\" = <<1, 2, 3>>",
        "SET \"set\" = set_delete(\"set\", <<2>>) | \"set\" = <<1>>",
        "SET \"set\" = SET_DELETE(\"set\", <<1, 2>>) | \"set\" IS MISSING",
      })
  void updatesChangeItems(String changes, String expected) {
    String table = "updates-" + Integer.toHexString(changes.hashCode());
    table(table);
    put(table);
    String where = " WHERE pk = 'a' AND sk = 1";
    assertThat(execute("UPDATE \"" + table + "\" " + changes + where).items()).isEmpty();
    assertThat(execute("SELECT * FROM \"" + table + "\"" + where + " AND " + expected).items())
        .hasSize(1);
  }

  @Test
  void updatesNeedAnItemThatMeetsAllConditions() {
    table("conditional");
    String update = "UPDATE conditional SET n = 1 WHERE pk = 'a' AND sk = 1";
    assertError(() -> execute(update), FAILED, FAILED_WORDS);
    assertThat(get("conditional")).isEmpty();
    put("conditional");
    assertError(() -> execute(update + " AND n > 5"), FAILED, FAILED_WORDS);
    ConditionalCheckFailedException shown =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                dynamo.executeStatement(
                    r ->
                        r.statement(update + " AND n > 5")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertThat(shown.item()).containsEntry("n", n(5));
    execute(update + " AND n = 5 AND size(\"list\") = 2");
    assertThat(get("conditional")).containsEntry("n", n(1));
    execute("FROM conditional WHERE pk = 'a' AND sk = 1 SET n = 2 REMOVE \"list\"");
    assertThat(get("conditional")).containsEntry("n", n(2)).doesNotContainKey("list");
  }

  @Test
  void updatesReturnWhatTheyAreAskedFor() {
    table("answers");
    put("answers");
    String where = " WHERE pk = 'a' AND sk = 1 RETURNING ";
    assertThat(
            execute("UPDATE answers SET n = 6, \"map\".x = 2" + where + "MODIFIED OLD *").items())
        .containsExactly(item("n", 5, "map", AttributeValue.fromM(Map.of("x", n(1)))));
    assertThat(execute("UPDATE answers SET n = 7" + where + "MODIFIED NEW *").items())
        .containsExactly(item("n", 7));
    assertThat(execute("UPDATE answers SET n = 8" + where + "ALL OLD *").items().getFirst())
        .containsEntry("n", n(7))
        .containsEntry("pk", s("a"));
    assertThat(execute("UPDATE answers SET n = 9" + where + "ALL NEW *").items().getFirst())
        .containsEntry("n", n(9))
        .containsEntry("sk", n(1));
    assertThat(execute("UPDATE answers REMOVE n" + where + "MODIFIED NEW *").items()).isEmpty();
    assertThat(execute("DELETE FROM answers" + where + "ALL OLD *").items().getFirst())
        .containsEntry("pk", s("a"));
    assertThat(execute("DELETE FROM answers" + where + "ALL OLD *").items()).isEmpty();
  }

  @Test
  void deletesOfNothingAreFine() {
    table("deletes");
    String delete = "DELETE FROM deletes WHERE pk = 'a' AND sk = 1";
    assertThat(execute(delete).items()).isEmpty();
    assertThat(execute(delete + " AND n = 7").items()).isEmpty();
    put("deletes");
    assertError(() -> execute(delete + " AND n = 7"), FAILED, FAILED_WORDS);
    assertThat(get("deletes")).isNotEmpty();
    execute(delete + " AND n = 5");
    assertThat(get("deletes")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DELETE FROM \"%s\" | Where clause does not contain a mandatory equality on all key"
            + " attributes",
        "DELETE FROM \"%s\" WHERE pk = 'a' | Where clause does not contain a mandatory equality on"
            + " all key attributes",
        "UPDATE \"%s\" SET n = 1 WHERE pk = 'a' AND sk > 1 | Where clause does not contain a"
            + " mandatory equality on all key attributes",
        "UPDATE \"%s\" SET n = 1 WHERE pk = 'a' OR sk = 1 | Where clause does not contain a"
            + " mandatory equality on all key attributes",
        "DELETE FROM \"%s\" WHERE pk = 'a' AND pk = 'b' AND sk = 1 | Only single equality condition"
            + " should be present on hash key pk",
        "DELETE FROM \"%s\" WHERE pk = 'a' AND sk = 2 AND sk = 1 | Multiple conditions on same key"
            + " sk. Only single item Update/Insert/Delete are supported",
        "UPDATE \"%s\" SET sk = 2 WHERE pk = 'a' AND sk = 1 | One or more parameter values were"
            + " invalid: Cannot update attribute sk. This attribute is part of the key",
        "DELETE FROM \"%s\" WHERE pk = 1 AND sk = 1 | The provided key element does not match the"
            + " schema",
        "UPDATE \"%s\" SET n = none + 1 WHERE pk = 'a' AND sk = 1 | The provided expression refers"
            + " to an attribute that does not exist in the item",
        "UPDATE \"%s\" SET none.x = 1 WHERE pk = 'a' AND sk = 1 | The document path provided in the"
            + " update expression is invalid for update",
      })
  void writesThatTheTableDoesNotAllow(String statement, String message) {
    String table = "refused-" + Integer.toHexString(statement.hashCode());
    table(table);
    put(table);
    assertInvalid(() -> execute(statement.formatted(table)), message);
  }
}
