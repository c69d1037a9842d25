package io.nephele.services.dynamodb.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a | Syntax error; token: \"<EOF>\", near: \"a\"",
        "a = | Syntax error; token: \"<EOF>\", near: \"=\"",
        "a = :v b | Syntax error; token: \"b\", near: \":v b\"",
        "a > 4 | Syntax error; token: \"4\", near: \"> 4\"",
        "things are not gonna be ok | Syntax error; token: \"are\", near: \"things are not\"",
        "#articleId attribute_not_exists :c | Syntax error; token: \"attribute_not_exists\", near:"
            + " \"#articleId attribute_not_exists :c\"",
        "tenantAgent:abc123- = :v | Syntax error; token: \":abc123\", near:"
            + " \"tenantAgent:abc123-\"",
        "attribute_type() | Syntax error; token: \")\", near: \"()\"",
        "l[a] = :v | Syntax error; token: \"a\", near: \"[a]\"",
        "l[] = :v | Syntax error; token: \"]\", near: \"[] =\"",
        "a = b = c | Syntax error; token: \"=\", near: \"b = c\"",
        "(a).b = :v | Syntax error; token: \".\", near: \").b\"",
        "(size(a))[0] > a | Syntax error; token: \"[\", near: \")[0\"",
        "a = and | Syntax error; token: \"and\", near: \"= and\"",
        "(a AND b) | Syntax error; token: \"AND\", near: \"a AND b\"",
        "NOT a | Syntax error; token: \"<EOF>\", near: \"a\"",
        "a = # | Syntax error; token: \"#\", near: \"= #\"",
        "((a = :v)) | The expression has redundant parentheses;",
        "((a = :v)) AND foo(a) | The expression has redundant parentheses;",
        "((a)) = :v | The expression has redundant parentheses;",
        "attribute_exists(((a))) | The expression has redundant parentheses;",
        "size = foo(a) | Invalid function name; function: foo",
        "size = attribute_exists(a) | The function is not allowed to be used this way in an"
            + " expression; function: attribute_exists",
        "size(status) AND a = :x | The function is not allowed to be used this way in an"
            + " expression; function: size",
        "contains(attribute_exists(a), :v) | The function is not allowed to be used this way in an"
            + " expression; function: attribute_exists",
        "if_not_exists(a, :v) = :v | The function is not allowed in a condition expression;"
            + " function: if_not_exists",
        "size = :x | Attribute name is a reserved keyword; reserved keyword: size",
        "#b = :x AND a.staTus = :x | Attribute name is a reserved keyword; reserved keyword:"
            + " staTus",
        "#b = :x | An expression attribute name used in the document path is not defined; attribute"
            + " name: #b",
        "a = :x | An expression attribute value used in expression is not defined; attribute value:"
            + " :x",
        "attribute_exists(a, b) | Incorrect number of operands for operator or function; operator"
            + " or function: attribute_exists, number of operands: 2",
        "begins_with(a) | Incorrect number of operands for operator or function; operator or"
            + " function: begins_with, number of operands: 1",
        "size(a, b) > :n | Incorrect number of operands for operator or function; operator or"
            + " function: size, number of operands: 2",
        "contains(#a, #a) | The first operand must be distinct from the remaining operands for this"
            + " operator or function; operator: contains, first operand: [data]",
        "a.b[1] = a.b[1] | The first operand must be distinct from the remaining operands for this"
            + " operator or function; operator: =, first operand: [a, b, [1]]",
        "a IN (:n, a) | The first operand must be distinct from the remaining operands for this"
            + " operator or function; operator: IN, first operand: [a]",
        "attribute_exists(:v) | Operator or function requires a document path; operator or"
            + " function: attribute_exists",
        "begins_with(a, :n) | Incorrect operand type for operator or function; operator or"
            + " function: begins_with, operand type: N",
        "attribute_type(a, b) | Incorrect operand type for operator or function; operator or"
            + " function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
        "attribute_type(a, :n) | Incorrect operand type for operator or function; operator or"
            + " function: attribute_type, operand type: N",
        "attribute_type(a, :v) | Invalid attribute type name found; type: v, valid types:"
            + " {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
        "size(:n) = :n | Incorrect operand type for operator or function; operator or function:"
            + " size, operand type: N",
        "a < :t | Incorrect operand type for operator or function; operator or function: <, operand"
            + " type: BOOL",
        "a BETWEEN :v AND :n | The BETWEEN operator requires same data type for lower and upper"
            + " bounds; lower bound operand: AttributeValue: {S:v}, upper bound operand:"
            + " AttributeValue: {N:5}",
        "a BETWEEN :v AND :u | The BETWEEN operator requires upper bound to be greater than or"
            + " equal to lower bound; lower bound operand: AttributeValue: {S:v}, upper bound"
            + " operand: AttributeValue: {S:u}",
        "l[99999999999] = :v | List index is not within the allowable range; index: [99999999999]"
      })
  @Fact({"dynamodb-035", "dynamodb-036"})
  void whatMakesNoSenseIsRefusedInAwssWords(String expression, String reason) {
    refused(expression, reason);
  }

  @Test
  void anEmptyExpressionIsRefused() {
    refused("", "The expression can not be empty;");
  }

  @Test
  void expressionsAreLimitedInSize() {
    String name = "a".repeat(4096 - 5);
    parse(name + " = :v");
    refused(name + "a = :v", "Expression size has exceeded the maximum allowed size;");
    refused("é".repeat(2049), "Expression size has exceeded the maximum allowed size;");
    ExpressionContext older = ExpressionContext.of(null, null, ValueReader.OLDER);
    assertThatThrownBy(() -> Condition.parse(ExpressionKind.FILTER, "é".repeat(2049), older))
        .hasMessage(
            "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;"
                + " expression size: 4098");
  }

  @Test
  void expressionsAreLimitedInOperators() {
    parse("a=:v" + " OR a=:v".repeat(149));
    refused(
        "a=:v" + " OR a=:v".repeat(150),
        "The expression contains too many operators; operator count: 301");
  }

  @Test
  void deepNestingEndsInAnError() {
    refused(
        "NOT ".repeat(1000) + "a=:v",
        "The expression contains too many operators; operator" + " count: 301");
    refused(
        "(".repeat(2000) + "a=:v" + ")".repeat(2000),
        "The expression contains too many operators; operator count: 301");
    refused(
        "size(".repeat(800) + "a" + ")".repeat(80),
        "The expression contains too many operators; operator count: 301");
    refused(
        "a" + ".a".repeat(32) + " = :v",
        "The document path has too many nesting levels; nesting levels: 33");
  }

  @Test
  void onlyAHundredCandidates() {
    parse("a IN (:v" + ",:v".repeat(99) + ")");
    refused(
        "a IN (:v" + ",:v".repeat(100) + ")",
        "The IN operator is provided with too many operands; number of operands: 101");
  }

  @Test
  void theFirstLeafWithAnErrorIsTold() {
    refused(
        "attribute_exists(:v) AND #b = :x",
        "Operator or function requires a document path; operator or function: attribute_exists");
    refused(
        "size(:n) = #b",
        "An expression attribute name used in the document path is not defined; attribute name:"
            + " #b");
  }

  @Test
  void allReservedWordsAreKnown() {
    assertThat(ReservedWords.count()).isEqualTo(573);
  }

  @Test
  void contextsAreChecked() {
    context("ExpressionAttributeNames must not be empty", Map.of(), null);
    context("ExpressionAttributeValues must not be empty", null, Map.of());
    context(
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"",
        Map.of("a", "b"),
        null);
    context(
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#\"",
        Map.of("#", "b"),
        null);
    context(
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#a-b\"",
        Map.of("#a-b", "b"),
        null);
    context(
        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\"",
        null,
        Map.of(":a", new io.nephele.api.dynamodb.AttributeValue(), "b", string("a")));
    Map<String, io.nephele.api.dynamodb.AttributeValue> empty =
        Map.of(":a", new io.nephele.api.dynamodb.AttributeValue());
    context(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        null,
        empty);
    assertThatThrownBy(() -> ExpressionContext.of(null, empty, ValueReader.OLDER))
        .hasMessage(
            "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty,"
                + " must contain exactly one of the supported datatypes for key :a");
    context(
        "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key"
            + " that is too long; size of key: 256",
        Map.of("#" + "a".repeat(255), "b"),
        null);
  }

  @Test
  @Fact("dynamodb-036")
  void allNamesAndValuesHaveToBeUsed() {
    ExpressionContext context = Items.context("#a", "a", "#b", "b", ":a", 1, ":b", 2);
    Condition.parse(ExpressionKind.FILTER, "#a = :a", context);
    assertThatThrownBy(context::requireAllUsed)
        .hasMessage("Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}");
    Condition.parse(ExpressionKind.FILTER, "#b = :a", context);
    assertThatThrownBy(context::requireAllUsed)
        .hasMessage(
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}");
    Condition.parse(ExpressionKind.FILTER, "#b = :b", context);
    context.requireAllUsed();
  }

  @Test
  void stylesAreNotMixed() {
    assertThatThrownBy(
            () ->
                new ParameterStyles()
                    .legacy("AttributesToGet", List.of())
                    .legacy("QueryFilter", null)
                    .legacy("ConditionalOperator", "OR")
                    .expression("ProjectionExpression", "")
                    .expression("FilterExpression", "")
                    .requireOne())
        .hasMessage(
            "Can not use both expression and non-expression parameters in the same request:"
                + " Non-expression parameters: {AttributesToGet, ConditionalOperator} Expression"
                + " parameters: {ProjectionExpression, FilterExpression}");
    assertThatThrownBy(() -> new ParameterStyles().requireExpressions(Map.of(), null, null))
        .hasMessage("ExpressionAttributeNames can only be specified when using expressions");
    assertThatThrownBy(
            () ->
                new ParameterStyles()
                    .requireExpressions(null, Map.of(), "FilterExpression is null"))
        .hasMessage(
            "ExpressionAttributeValues can only be specified when using expressions:"
                + " FilterExpression is null");
  }

  private static io.nephele.api.dynamodb.AttributeValue string(String text) {
    return new io.nephele.api.dynamodb.AttributeValue().s(text);
  }

  private static void context(
      String message,
      Map<String, String> names,
      Map<String, io.nephele.api.dynamodb.AttributeValue> values) {
    assertThatThrownBy(() -> ExpressionContext.of(names, values)).hasMessage(message);
  }

  private static Condition parse(String expression) {
    ExpressionContext context =
        Items.context(
            "#a",
            "data",
            ":v",
            "v",
            ":u",
            "u",
            ":n",
            5,
            ":t",
            true,
            ":b",
            new Value.B(Bytes.EMPTY));
    return Condition.parse(ExpressionKind.CONDITION, expression, context);
  }

  private static void refused(String expression, String reason) {
    assertThatThrownBy(() -> parse(expression))
        .isInstanceOf(AwsException.class)
        .hasMessage("Invalid ConditionExpression: " + reason);
  }
}
