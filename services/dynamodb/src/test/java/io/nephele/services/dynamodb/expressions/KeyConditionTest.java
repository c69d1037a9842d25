package io.nephele.services.dynamodb.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.dynamodb.Condition;
import io.nephele.junit.Fact;
import io.nephele.services.dynamodb.expressions.KeyCondition.Bound;
import io.nephele.services.dynamodb.expressions.KeyCondition.Clause;
import io.nephele.services.dynamodb.expressions.KeyCondition.Operator;
import io.nephele.services.dynamodb.expressions.KeyCondition.Part;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyConditionTest {
  private static final List<Part> HASH = List.of(new Part("pk", Kind.S));
  private static final List<Part> RANGE = List.of(new Part("sk", Kind.S));

  @Test
  @Fact({"dynamodb-032", "dynamodb-075"})
  void theSortKeyMayBeComparedInManyWays() {
    assertThat(bind("pk = :a")).isEqualTo(new Bound(values("a"), List.of(), null));
    assertThat(bind("pk = :a AND sk = :b")).isEqualTo(new Bound(values("a"), values("b"), null));
    assertThat(bind("sk < :b AND (pk = :a)")).isEqualTo(bound(Operator.LT, "b"));
    assertThat(bind(":a = pk AND :b <= sk")).isEqualTo(bound(Operator.GE, "b"));
    assertThat(bind("(pk = :a AND (sk > :b))")).isEqualTo(bound(Operator.GT, "b"));
    assertThat(bind("pk = :a AND sk <= :b")).isEqualTo(bound(Operator.LE, "b"));
    assertThat(bind("pk = :a AND begins_with(sk, :b)")).isEqualTo(bound(Operator.BEGINS_WITH, "b"));
    assertThat(bind("pk = :a AND sk BETWEEN :a AND :b"))
        .isEqualTo(bound(Operator.BETWEEN, "a", "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a > b and size(b) > c or a > c | Invalid operator used in KeyConditionExpression: OR",
        "a in (b, size(c), d) | Invalid operator used in KeyConditionExpression: IN",
        "attribute_exists(a) | Invalid operator used in KeyConditionExpression: attribute_exists",
        "contains(a.d, b) | Invalid operator used in KeyConditionExpression: contains",
        "not a > b | Invalid operator used in KeyConditionExpression: NOT",
        "a <> b | Invalid operator used in KeyConditionExpression: <>",
        ":a between size(b) and size(a) and b > :b | Invalid condition in KeyConditionExpression:"
            + " BETWEEN operator must have the key attribute as its first operand",
        "begins_with(:a, b) and a > :b | Invalid condition in KeyConditionExpression: begins_with"
            + " operator must have the key attribute as its first operand",
        "size(b) > a AND a.b > b AND b > c | Invalid KeyConditionExpression:"
            + " KeyConditionExpressions cannot contain nested operations",
        "a > size(b.d) | Invalid KeyConditionExpression: KeyConditionExpressions cannot contain"
            + " nested operations",
        "b > a.b | Invalid condition in KeyConditionExpression: Multiple attribute names used in"
            + " one condition",
        "b between c[1] and d | Invalid condition in KeyConditionExpression: Multiple attribute"
            + " names used in one condition",
        "begins_with(a, b) | Invalid condition in KeyConditionExpression: Multiple attribute names"
            + " used in one condition",
        "b.d > a AND c.d > e.f | Invalid KeyConditionExpression: KeyConditionExpressions cannot"
            + " have conditions on nested attributes",
        "b[0] > a | Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions"
            + " on nested attributes",
        ":b > :a AND a < :b | Invalid condition in KeyConditionExpression: No key attribute"
            + " specified",
        "b > :a AND b < :a and c = :a | Invalid KeyConditionExpression: KeyConditionExpressions"
            + " must only contain one condition per key",
        "sk = :a | Query condition missed key schema element: pk",
        "attr = :a | Query condition missed key schema element: pk",
        "pk = :a AND attr = :b | Query condition missed key schema element: sk",
        "pk < :a | Query key condition not supported",
        "pk = :a AND sk = :b AND c = :b | The number of query conditions (3) exceeds the number of"
            + " key attributes defined in the schema (2)",
        "pk = :n | One or more parameter values were invalid: Condition parameter type does not"
            + " match schema type",
        "pk = :a AND sk BETWEEN :n AND :n | One or more parameter values were invalid: Condition"
            + " parameter type does not match schema type",
        "pk = :e | One or more parameter values are not valid. The AttributeValue for a key"
            + " attribute cannot contain an empty string value. Key: pk",
        "((pk = :a)) | Invalid KeyConditionExpression: The expression has redundant parentheses;",
        "begins_with(pk, :n) | Invalid KeyConditionExpression: Incorrect operand type for operator"
            + " or function; operator or function: begins_with, operand type: N"
      })
  @Fact({"dynamodb-032", "dynamodb-127"})
  void whatNoQueryCanFindIsRefused(String expression, String message) {
    assertThatThrownBy(() -> bind(expression)).hasMessage(message);
  }

  @Test
  void aKeyWithoutSortKeyHasNoSecondCondition() {
    assertThatThrownBy(() -> parse("pk = :a AND sk = :b").bind(HASH, List.of()))
        .hasMessage(
            "The number of query conditions (2) exceeds the number of key attributes defined in the"
                + " schema (1)");
  }

  @Test
  void keysOfManyAttributesAreEqualedInOrder() {
    List<Part> hash = List.of(new Part("h", Kind.S), new Part("g", Kind.N));
    List<Part> range = List.of(new Part("a", Kind.S), new Part("b", Kind.S), new Part("c", Kind.S));
    assertThat(parse("c > :b AND a = :a AND g = :n AND b = :b AND h = :a").bind(hash, range))
        .isEqualTo(
            new Bound(
                List.of(new Value.S("a"), Value.N.of(1)),
                values("a", "b"),
                new Clause(Operator.GT, values("b"))));
    assertThatThrownBy(() -> parse("h = :a").bind(hash, range))
        .hasMessage("Query condition missed key schema element: g");
    assertThatThrownBy(() -> parse("h = :a AND g = :n AND a = :a AND c = :b").bind(hash, range))
        .hasMessage(
            "RANGE key attributes b must have equality conditions specified in the query because a"
                + " condition is present on key attribute c");
    assertThatThrownBy(() -> parse("h = :a AND g = :n AND a > :a AND b = :b").bind(hash, range))
        .hasMessage(
            "RANGE key attributes a must have equality conditions specified in the query because a"
                + " condition is present on key attribute b");
  }

  @Test
  void conditionsFromBeforeExpressionsAreTheSame() {
    assertThat(
            LegacyConditions.keys(
                    Map.of("pk", legacy("EQ", "a"), "sk", legacy("BETWEEN", "a", "b")))
                .bind(HASH, RANGE))
        .isEqualTo(bound(Operator.BETWEEN, "a", "b"));
    assertThatThrownBy(
            () ->
                LegacyConditions.keys(Map.of("pk", legacy("EQ", "a"), "sk", legacy("NE", "a")))
                    .bind(HASH, RANGE))
        .hasMessage("Attempted conditional constraint is not an indexable operation");
    assertThatThrownBy(() -> LegacyConditions.keys(Map.of("pk", legacy("NULL"))).bind(HASH, RANGE))
        .hasMessage("Query key condition not supported");
    assertThatThrownBy(() -> LegacyConditions.keys(Map.of()).bind(HASH, RANGE))
        .hasMessage("Conditions can be of length 1 or 2 only");
  }

  private static Condition legacy(String operator, String... texts) {
    return new Condition()
        .comparisonOperator(operator)
        .attributeValueList(values(texts).stream().map(AttributeValues::view).toList());
  }

  private static Bound bound(Operator operator, String... texts) {
    return new Bound(values("a"), List.of(), new Clause(operator, values(texts)));
  }

  private static List<Value> values(String... texts) {
    List<Value> values = new ArrayList<>();
    for (String text : texts) {
      values.add(new Value.S(text));
    }
    return values;
  }

  private static Bound bind(String expression) {
    return parse(expression).bind(HASH, RANGE);
  }

  private static KeyCondition parse(String expression) {
    return KeyCondition.of(
        io.nephele.services.dynamodb.expressions.Condition.parse(
            ExpressionKind.KEY_CONDITION,
            expression,
            Items.context(":a", "a", ":b", "b", ":n", 1, ":e", "")));
  }
}
