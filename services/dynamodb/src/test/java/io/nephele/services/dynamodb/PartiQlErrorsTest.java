package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Statements that are refused whatever the tables are: there are none here. */
@NepheleTest
final class PartiQlErrorsTest {
  private static final String NOT_WELL_FORMED =
      "Statement wasn't well formed, can't be processed: ";

  @Inject DynamoDbClient dynamo;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SLECT * FROM t | Expected data manipulation",
        "SELECT * FROM t ORDER BY pk WHERE pk = 1 | Unexpected token after expression",
        "SELECT * FROM t WHERE pk = 1) | Unexpected token after expression",
        "DELETE FROM t WHERE pk = 1 ORDER BY pk | Unexpected token after expression",
        "INSERT INTO t x VALUE {'pk': 1} | Unexpected token after expression",
        "SELECT * FROM t WHERE | Unexpected term",
        "SELECT m.inner FROM t | Invalid path dot component",
        "SELECT * FROM t WHERE size(a = 1 | Expected RIGHT_PAREN",
        "SELECT * FROM t WHERE pk = 'open | ``",
        "SELECT * FROM t WHERE pk = 1e99999999999 | ``",
        "SELECT * FROM t WHERE pk = 1e2147483648 | ``",
        "SELECT * FROM t WHERE pk = 1.5e-2147483647 | ``",
        "SELECT * FROM t WHERE pk = 1 e5 | Unexpected token after expression",
        "FROM t SET a = 1 WHERE pk = 1 | Unexpected token after expression",
        "UPDATE t WHERE pk = 1 SET a = 1 | Expected data manipulation",
        "SELECT * FROM t # comment | ``",
        "SELECT * FROM t /* comment | ``",
        "SELECT * FROM 'table' | Unexpected from source",
        "SELECT * FROM my-table | Unexpected from source",
        "UPDATE 'table' SET a = 1 WHERE pk = 1 | Expected identifier for simple path",
      })
  void statementsThatAreNotOfTheLanguage(String statement, String detail) {
    assertInvalid(
        () -> dynamo.executeStatement(r -> r.statement(statement)), NOT_WELL_FORMED + detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT a AS b FROM t | Aliasing is not supported",
        "SELECT * FROM t x | Aliasing is not supported",
        "SELECT * FROM \"\" | Path component cannot be an empty string",
        "SELECT * FROM a.b.c | A path may contain at most 2 components in the FROM clause",
        "SELECT * FROM a, b | Only select from a single table or index is supported.",
        "SELECT a, * FROM t | Other attributes should not be present in the projection when '*' is"
            + " used.",
        "SELECT COUNT(*) FROM t | Unexpected path component at 1:8:5",
        "SELECT * FROM t LIMIT 5 | Unsupported clause: LIMIT at 1:17:5",
        "SELECT * FROM t WHERE LOWER(a) = 'b' | Unrecognized function: lower at 1:23:5",
        "SELECT * FROM t WHERE nope(a) = 'b' | Unrecognized function: nope at 1:23:4",
        "SELECT * FROM t WHERE a = MISSING | MISSING must be compared using IS operator",
        "SELECT * FROM t WHERE a IS INTEGER | Unsupported data type for IS operator: INTEGER."
            + " Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT,"
            + " TUPLE, LIST]",
        "SELECT * FROM t WHERE a + 1 = 2 | Unsupported operator in Condition Expression. Operator:"
            + " +",
        "SELECT * FROM t WHERE a | WHERE clause must contain an expression that resolves to a"
            + " boolean",
        "SELECT * FROM t WHERE a IN [] | IN operator must have a left hand argument of type"
            + " Variable Reference and right hand argument of type Seq with at least one member",
        "SELECT * FROM t WHERE a < true | Incorrect operand type for operator or function; operator"
            + " or function: <, operand type: BOOL",
        "SELECT * FROM t WHERE attribute_exists('a') | Operator or function requires a document"
            + " path; operator or function: attribute_exists",
        "SELECT * FROM t WHERE begins_with(a) | Incorrect number of operands for operator or"
            + " function; operator or function: begins_with, number of operands: 1",
        "SELECT * FROM t WHERE a = <<>> | Empty bags are not supported",
        "SELECT * FROM t WHERE a = <<1, 'b'>> | Unsupported data type in Bag. DynamoDB only"
            + " supports either numbers or strings in bags",
        "SELECT * FROM t WHERE a = <<'x', 'x'>> | One or more parameter values were invalid: Input"
            + " collection [x, x] contains duplicates.",
        "SELECT * FROM t WHERE a = 1e126 | Number overflow. Attempting to store a number with"
            + " magnitude larger than supported range under root",
        "INSERT INTO t VALUE {'x': 1e126} | Number overflow. Attempting to store a number with"
            + " magnitude larger than supported range under root",
        "INSERT INTO t VALUE {'m': {'x': 1e126}} | Number overflow. Attempting to store a number"
            + " with magnitude larger than supported range under root.x",
        "INSERT INTO t VALUE {'l': [1, 1e126]} | Number overflow. Attempting to store a number"
            + " with magnitude larger than supported range under root[1]",
        "INSERT INTO t VALUE {'x': set_add(<<'a'>>, <<'b'>>)} | Unsupported data type: set_add"
            + " under key root at 1:27:7",
        "SELECT * FROM t WHERE EXISTS(a) | Unrecognized function: exists at 1:23:6",
        "INSERT INTO t VALUE {'x': 1, 'x': 2} | Duplicate keys in tuple. Key: x under root",
        "INSERT INTO t VALUE {1: 2} | Tuple keys must be of type String. Actual type: DECIMAL under"
            + " root",
        "INSERT INTO t VALUE {'x': y} | Unsupported data type: VARIABLE_REFERENCE under key root at"
            + " 1:27:1",
        "INSERT INTO t VALUE 'x' | Unsupported format in item expression. Please use struct format"
            + " {...} to express item values for insert statement.",
        "INSERT INTO t <<{'x': 1}>> | Unsupported operation: Inserting multiple items in a single"
            + " statement is not supported, use \"INSERT INTO tableName VALUE item\" instead",
        "INSERT INTO t VALUE {'x': 1} RETURNING ALL OLD * | RETURNING is not supported in INSERT",
        "DELETE FROM t WHERE pk = 1 RETURNING ALL NEW * | Invalid returning clause: RETURNING ALL"
            + " NEW *. Only RETURNING ALL OLD * is allowed in DELETE statements.",
        "UPDATE t SET a = b * 2 WHERE pk = 1 | Unsupported operator in Update Expression. Operator:"
            + " *",
        "UPDATE t SET a = b IS NULL WHERE pk = 1 | IS operator is not supported in update"
            + " expressions",
        "UPDATE t SET a = set_add(a) WHERE pk = 1 | SET_ADD must have exactly two arguments at"
            + " 1:18:7",
        "UPDATE t SET a = set_add(b, <<1>>) WHERE pk = 1 | The first argument to SET_ADD must equal"
            + " the assignment value at 1:18:7",
        "UPDATE t SET a = set_add(a, 1) WHERE pk = 1 | The second argument to SET_ADD must be a"
            + " value with type SET at 1:26:1",
        "SELECT a[*].b FROM t | Wildcard path component like a[*].b are not supported",
        "SELECT a.*.b FROM t | Unpivot path component like a.*.b are not supported",
        "EXISTS(SELECT * FROM t WHERE pk = 1) | EXISTS can only be used in ExecuteTransaction write"
            + " requests.",
        "SELECT * FROM t WHERE pk = ? | Number of parameters in request and statement don't match.",
      })
  void statementsThatAreNotSupported(String statement, String message) {
    assertInvalid(() -> dynamo.executeStatement(r -> r.statement(statement)), message);
  }

  @Test
  void aStatementThatIsRightNeedsItsTable() {
    assertError(
        () -> dynamo.executeStatement(r -> r.statement("SELECT * FROM none WHERE pk = 1")),
        "ResourceNotFoundException",
        "Requested resource not found");
  }

  @Test
  @Fact("dynamodb-169")
  void thereAreNoJoins() {
    for (String source :
        List.of("a JOIN b ON a.pk = b.pk", "a, b", "a INNER JOIN b", "a LEFT JOIN b")) {
      assertInvalid(
          () -> dynamo.executeStatement(r -> r.statement("SELECT * FROM " + source)),
          "Only select from a single table or index is supported.");
    }
  }

  @Test
  void whatIsReturnedIsSaidInFull() {
    String update = "UPDATE t SET a = 1 WHERE pk = 1 RETURNING ";
    assertInvalid(
        () -> dynamo.executeStatement(r -> r.statement(update + "ALL OLD")),
        "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause");
    assertInvalid(
        () -> dynamo.executeStatement(r -> r.statement(update + "ALL OLD *, ALL NEW *")),
        "Invalid syntax with multiple returning elements in RETURNING clause");
    assertInvalid(
        () -> dynamo.executeStatement(r -> r.statement("SELECT date FROM t")),
        NOT_WELL_FORMED + "Unexpected keyword");
  }

  @ParameterizedTest
  @CsvSource({
    "1e99999999999, The parameter cannot be converted to a numeric value: 1e99999999999",
    "1e-2147483648, The parameter cannot be converted to a numeric value: 1e-2147483648",
    "'', The parameter cannot be converted to a numeric value",
    "1e2147483647, Number underflow. Attempting to store a number with magnitude smaller than"
        + " supported range",
  })
  void numbersOfParametersAreReadAsTheOlderLayerDoes(String number, String message) {
    assertInvalid(
        () ->
            dynamo.executeStatement(
                r ->
                    r.statement("SELECT * FROM t WHERE a = ?")
                        .parameters(AttributeValue.fromN(number))),
        message);
  }

  @Test
  void nestingIsBounded() {
    String open = "(".repeat(2000);
    assertInvalid(
        () -> dynamo.executeStatement(r -> r.statement("SELECT * FROM t WHERE " + open)),
        NOT_WELL_FORMED + "Too many nested terms");
    AttributeValue nested = AttributeValue.fromS("x");
    for (int i = 0; i < 33; i++) {
      nested = AttributeValue.fromL(List.of(nested));
    }
    AttributeValue tooDeep = nested;
    assertInvalid(
        () ->
            dynamo.executeStatement(
                r -> r.statement("SELECT * FROM t WHERE a = ?").parameters(tooDeep)),
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
            + " beyond supported limit");
  }
}
