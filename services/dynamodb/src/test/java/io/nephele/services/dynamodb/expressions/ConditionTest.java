package io.nephele.services.dynamodb.expressions;

import static io.nephele.services.dynamodb.expressions.Items.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.api.dynamodb.ExpectedAttributeValue;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyConditionHoldsWhereTheModelSaysSo(long seed) {
    int held = 0;
    for (int i = 0; i < 150; i++) {
      NaiveConditions some = new NaiveConditions(seed * 1000 + i);
      NaiveConditions.Made made = some.condition(3);
      Map<String, String> names = some.names.isEmpty() ? null : some.names;
      Map<String, AttributeValue> values = AttributeValues.views(some.placeholders);
      ExpressionContext context = ExpressionContext.of(names, values.isEmpty() ? null : values);
      Condition condition = Condition.parse(ExpressionKind.FILTER, made.text(), context);
      for (int j = 0; j < 30; j++) {
        Map<String, Value> item = some.item();
        boolean expected = made.model().test(Plain.of(item));
        held += expected ? 1 : 0;
        assertThat(condition.test(item))
            .as("%s of %s with %s", made.text(), item, some.placeholders)
            .isEqualTo(expected);
      }
    }
    // Neither always nor never, or the test would show nothing.
    assertThat(held).isBetween(450, 4050);
  }

  @Test
  void whatIsNotThereIsUnequalToAllAndInNoOrder() {
    assertThat(holds("a = b", item())).isFalse();
    assertThat(holds("a <> b", item())).isTrue();
    assertThat(holds("a < b OR a >= b OR a BETWEEN b AND c", item())).isFalse();
    assertThat(holds("NOT a = b", item())).isTrue();
    assertThat(holds("a IN (b, :one)", item("b", 2))).isFalse();
  }

  @Test
  void theSizeOfATextIsInCodeUnits() {
    assertThat(holds("size(a) = :three", item("a", "\u00e9\ud834\udd1e"))).isTrue();
    assertThat(holds("size(a) = :one", item("a", 5))).isFalse();
    assertThat(holds("size(a) <> :one", item("a", 5))).isTrue();
  }

  @Test
  void boundsOfTheItemMayBeInAnyOrder() {
    Map<String, Value> item = item("a", 2, "b", 1, "c", 3, "d", "x");
    assertThat(holds("a BETWEEN b AND c", item)).isTrue();
    assertThat(holds("a BETWEEN c AND b", item)).isFalse();
    assertThat(holds("a BETWEEN b AND d", item)).isFalse();
    assertThat(holds("a between :one and :three", item)).isTrue();
    assertThat(holds("(a) BETWEEN (:one) AND (:three) AND d = d2", item)).isFalse();
  }

  @Test
  void typesAreToldByTheirNames() {
    assertThat(holds("attribute_type(a, :n)", item("a", 2))).isTrue();
    assertThat(holds("attribute_type(a, :n)", item("a", "x"))).isFalse();
    assertThat(holds("attribute_type(a.b, :n)", item("a", Map.of("b", 1)))).isTrue();
    assertThat(holds("attribute_type(a, :n)", item())).isFalse();
  }

  @Test
  void aConditionKnowsItsAttributes() {
    Condition condition = parse("a.b = :one AND (attribute_exists(c) OR size(d[1]) = :one)");
    assertThat(condition.attributes()).containsExactlyInAnyOrder("a", "c", "d");
    assertThat(condition.nestedAttributes()).containsExactlyInAnyOrder("a", "d");
    condition.requireNoKey("Filter Expression", List.of("id"));
    assertThatThrownBy(() -> condition.requireNoKey("Filter Expression", List.of("id", "c")))
        .hasMessage(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute:"
                + " c");
  }

  @Test
  void expectationsFromBeforeExpressionsAreTheSame() {
    Map<String, ExpectedAttributeValue> expected = new LinkedHashMap<>();
    expected.put("a", expected("GT", 1));
    expected.put("b", new ExpectedAttributeValue().exists(false));
    Condition all = LegacyConditions.expected(expected, null);
    Condition any = LegacyConditions.expected(expected, "OR");
    assertThat(all.test(item("a", 2))).isTrue();
    assertThat(all.test(item("a", 2, "b", 1))).isFalse();
    assertThat(any.test(item("a", 2, "b", 1))).isTrue();
    assertThat(any.test(item("a", 1, "b", 1))).isFalse();
    assertThat(LegacyConditions.expected(Map.of(), null)).isNull();
    assertThat(legacy(expected("NE", 1)).test(item())).isTrue();
    assertThat(legacy(expected("NOT_CONTAINS", "x")).test(item("a", "abc"))).isTrue();
    assertThat(legacy(expected("CONTAINS", "x")).test(item("a", Items.set("x")))).isTrue();
    assertThat(legacy(expected("IN", 1, 2)).test(item("a", 2))).isTrue();
    assertThat(legacy(expected("BETWEEN", 1, 2)).test(item("a", 3))).isFalse();
    assertThat(legacy(expected("NULL")).test(item())).isTrue();
    assertThat(legacy(expected("NOT_NULL")).test(item())).isFalse();
  }

  @Test
  void manyExpectationsNeedNoStack() {
    Map<String, ExpectedAttributeValue> expected = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) {
      expected.put("a" + i, new ExpectedAttributeValue().exists(false));
    }
    assertThat(LegacyConditions.expected(expected, "AND").test(item())).isTrue();
  }

  @Test
  void expectationsFromBeforeExpressionsAreChecked() {
    ExpectedAttributeValue none = new ExpectedAttributeValue();
    AttributeValue one = AttributeValues.view(Value.N.of(1));
    refused(none, "Value must be provided when Exists is null for Attribute: a");
    refused(
        new ExpectedAttributeValue().exists(true),
        "Value must be provided when Exists is true for Attribute: a");
    refused(
        new ExpectedAttributeValue().exists(false).value(one),
        "Value cannot be used when Exists is false for Attribute: a");
    refused(
        new ExpectedAttributeValue().comparisonOperator("LT"),
        "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: a");
    refused(
        new ExpectedAttributeValue().comparisonOperator("LT").exists(true),
        "Exists and ComparisonOperator cannot be used together for Attribute: a");
    refused(
        expected("LT", 1).value(one),
        "Value and AttributeValueList cannot be used together for Attribute: a");
    refused(
        new ExpectedAttributeValue().attributeValueList(List.of(one)).exists(true),
        "AttributeValueList can only be used with a ComparisonOperator for Attribute: a");
    refused(expected("EQ"), "Invalid number of argument(s) for the EQ ComparisonOperator");
    refused(
        expected("BETWEEN", 1), "Invalid number of argument(s) for the BETWEEN ComparisonOperator");
    refused(
        expected("LT", true), "ComparisonOperator LT is not valid for BOOL AttributeValue type");
    refused(
        expected("IN", 1, "a"), "AttributeValues inside AttributeValueList must be of same type");
    assertThatThrownBy(() -> legacy(expected("BETWEEN", 2, 1)))
        .hasMessage(
            "The BETWEEN condition was provided a range where the lower bound is greater than the"
                + " upper bound");
    assertThatThrownBy(() -> LegacyConditions.expected(Map.of("a", expected("EQ", 1)), "AND"))
        .hasMessage(
            "ConditionalOperator can only be used when Filter or Expected has two or more"
                + " elements");
    assertThatThrownBy(() -> LegacyConditions.filter(null, "AND"))
        .hasMessage("ConditionalOperator cannot be used without Filter or Expected");
  }

  @Test
  void projectionsKeepWhatIsAskedFor() {
    Map<String, Value> item =
        item("a", Map.of("b", 1, "c", 2), "l", List.of("x", "y", "z"), "d", true, "e", 5);
    ExpressionContext context = Items.context("#l", "l");
    assertThat(Projection.parse("d, #l[2], #l[0], a.b, a.x, nope, e.f", context).of(item))
        .isEqualTo(item("d", true, "l", List.of("x", "z"), "a", Map.of("b", 1)));
    context.requireAllUsed();
    assertThat(Projection.ofAttributes(List.of("e", "no")).of(item)).isEqualTo(item("e", 5));
    assertThatThrownBy(() -> Projection.ofAttributes(List.of("e", "e")))
        .hasMessage(
            "One or more parameter values were invalid: Duplicate value in attribute name: e");
    projectionRefused(
        "a, a.b",
        "Two document paths overlap with each other; must remove or rewrite"
            + " one of these paths; path one: [a], path two: [a, b]");
    projectionRefused(
        "a.b, a[1]",
        "Two document paths conflict with each other; must remove or"
            + " rewrite one of these paths; path one: [a, b], path two: [a, [1]]");
    projectionRefused("a, desc", "Attribute name is a reserved keyword; reserved keyword: desc");
    projectionRefused("a,", "Syntax error; token: \"<EOF>\", near: \",\"");
    projectionRefused("a.:b", "Syntax error; token: \":b\", near: \".:b\"");
    projectionRefused("", "The expression can not be empty;");
  }

  private static void projectionRefused(String expression, String reason) {
    assertThatThrownBy(() -> Projection.parse(expression, Items.context()))
        .hasMessage("Invalid ProjectionExpression: " + reason);
  }

  private static void refused(ExpectedAttributeValue expected, String message) {
    assertThatThrownBy(() -> legacy(expected))
        .hasMessage("One or more parameter values were invalid: " + message);
  }

  private static Condition legacy(ExpectedAttributeValue expected) {
    return LegacyConditions.expected(Map.of("a", expected), null);
  }

  private static ExpectedAttributeValue expected(String operator, Object... values) {
    List<AttributeValue> list =
        List.of(values).stream().map(Items::value).map(AttributeValues::view).toList();
    return new ExpectedAttributeValue().comparisonOperator(operator).attributeValueList(list);
  }

  private static boolean holds(String expression, Map<String, Value> item) {
    return parse(expression).test(item);
  }

  private static Condition parse(String expression) {
    return Condition.parse(
        ExpressionKind.CONDITION, expression, Items.context(":one", 1, ":three", 3, ":n", "N"));
  }
}
