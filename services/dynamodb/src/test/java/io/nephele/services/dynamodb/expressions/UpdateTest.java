package io.nephele.services.dynamodb.expressions;

import static io.nephele.services.dynamodb.expressions.Items.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.dynamodb.AttributeValueUpdate;
import io.nephele.junit.Fact;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpdateTest {
  private static final String OVERLAP =
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path"
          + " one: ";
  private static final String CONFLICT =
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path"
          + " one: ";

  @Test
  @Fact("dynamodb-130")
  void setTakesValuesOfTheItemAsItWas() {
    Map<String, Value> item = item("id", "1", "a", 1, "b", 2);
    assertThat(update("SET a = b, b = a, c = a + b, d = b - :n, e = :n", item, ":n", 5))
        .isEqualTo(item("id", "1", "a", 2, "b", 1, "c", 3, "d", -3, "e", 5));
    assertThat(item).isEqualTo(item("id", "1", "a", 1, "b", 2));
  }

  @Test
  void setKnowsItsFunctions() {
    Map<String, Value> item = item("a", 1, "l", List.of(1));
    assertThat(
            update(
                "set b = if_not_exists(b, :n), a = if_not_exists(a, :n),"
                    + " l = list_append(list_append(:l, l), if_not_exists(m, :l)),"
                    + " c = (if_not_exists(c, :n)) + (:n)",
                item,
                ":n",
                5,
                ":l",
                List.of("x")))
        .isEqualTo(item("a", 1, "l", List.of("x", 1, "x"), "b", 5, "c", 10));
  }

  @Test
  void pathsLeadIntoMapsAndLists() {
    Map<String, Value> item = item("m", Map.of("n", Map.of("a", 1)), "l", List.of("a", "b", "c"));
    assertThat(update("SET m.n.b = :v, m.o = :v, l[1] = :v", item, ":v", true))
        .isEqualTo(
            item(
                "m",
                Map.of("n", Map.of("a", 1, "b", true), "o", true),
                "l",
                List.of("a", true, "c")));
    assertThat(update("REMOVE m.n.a, l[0], l[7], x", item))
        .isEqualTo(item("m", Map.of("n", Map.of()), "l", List.of("b", "c")));
    assertThat(
            update(
                "SET l[9] = :y, l[5] = :x, l[0] = :v REMOVE l[1]",
                item,
                ":x",
                "x",
                ":y",
                "y",
                ":v",
                "v"))
        .isEqualTo(item("m", Map.of("n", Map.of("a", 1)), "l", List.of("v", "c", "x", "y")));
  }

  @Test
  void addAndDeleteChangeNumbersAndSets() {
    Map<String, Value> item = item("n", 1, "s", Items.set("a", "b"), "i", Items.numbers(1, 2));
    assertThat(
            update(
                "ADD n :one, s :s, x :s, y :one DELETE i :i",
                item,
                ":one",
                1,
                ":s",
                Items.set("b", "c"),
                ":i",
                Items.numbers(1, 2, 3)))
        .isEqualTo(item("n", 2, "s", Items.set("a", "b", "c"), "x", Items.set("b", "c"), "y", 1));
    assertThat(update("DELETE nothing :s", item, ":s", Items.set("a"))).isEqualTo(item);
  }

  @Test
  void whatAnUpdateTouchedIsKnown() {
    Map<String, Value> before = item("id", "1", "m", Map.of("a", 1, "b", 2), "l", List.of(1, 2, 3));
    Update update = parse("SET m.a = :v, l[1] = :v, x = :v REMOVE m.b", ":v", 9);
    assertThat(update.touched(before))
        .isEqualTo(item("m", Map.of("a", 1, "b", 2), "l", List.of(2)));
    assertThat(update.touched(update.apply(before)))
        .isEqualTo(item("m", Map.of("a", 9), "l", List.of(9), "x", 9));
    assertThat(update.attributes()).containsExactlyInAnyOrder("m", "l", "x");
    assertThat(update.nestedAttributes()).containsExactlyInAnyOrder("m", "l");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whatever",
        "set a",
        "add a",
        "delete a",
        "set a=set",
        "remove a = b",
        "add a = b",
        "delete a b",
        "delete a if_not_exist(b)",
        "add abort b",
        "remove a b",
        "set a b",
        "set :a = b",
        "remove :a",
        "set a = b / c",
        "set a[1] = \"eight\"",
        "set a[1] = 1",
        "SET a = if_not_exist(a, 100)",
        "SET if_not_exist(a, b) = a",
        "set (a = (b + c))",
        "set a = (b.c).d + e",
        "set a = (b.c)[0] + e",
        "set a = b + c + d",
        "set a = b + (c + d)",
        "set a = list_append(a, b + c)"
      })
  void whatIsNoUpdateIsASyntaxError(String expression) {
    assertThatThrownBy(() -> parse(expression))
        .hasMessageStartingWith("Invalid UpdateExpression: Syntax error; token: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INVALID SYNTAX HERE | Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\"",
        "SET | Syntax error; token: \"<EOF>\", near: \"SET\"",
        "SET a = :v b = :v | Syntax error; token: \"b\", near: \":v b =\"",
        "set a = ((b)) | The expression has redundant parentheses;",
        "set #c = :c set abOrt = true | Attribute name is a reserved keyword; reserved keyword:"
            + " abOrt",
        "remove Absolute | Attribute name is a reserved keyword; reserved keyword: Absolute",
        "set #z = if_not_exist(:z) set c = d | Invalid function name; function: if_not_exist",
        "set a = attribute_exists(b) | The function is not allowed in an update expression;"
            + " function: attribute_exists",
        "set a = #z set c = :z | The \"SET\" section can only be used once in an update"
            + " expression;",
        "remove #z set a = b remove e | The \"REMOVE\" section can only be used once in an update"
            + " expression;",
        "SET #z = if_not_exists(:z) | An expression attribute name used in the document path is not"
            + " defined; attribute name: #z",
        "SET #a = if_not_exists(:z) | An expression attribute value used in expression is not"
            + " defined; attribute value: :z",
        "set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a) | "
            + OVERLAP
            + "[c, [1], a], path two: [c]",
        "set a = :v, a.b = :v | " + OVERLAP + "[a], path two: [a, b]",
        "set #a = b remove a | " + OVERLAP + "[a], path two: [a]",
        "remove a.#c set a[1] = #a | " + CONFLICT + "[a, c], path two: [a, [1]]",
        "set b = list_append(:v, a), c = if_not_exists(a) add a.b :v | Incorrect operand type for"
            + " operator or function; operator: ADD, operand type: STRING",
        "delete a.b :n | Incorrect operand type for operator or function; operator: DELETE, operand"
            + " type: NUMBER",
        "set a = if_not_exists(c) | Incorrect number of operands for operator or function; operator"
            + " or function: if_not_exists, number of operands: 1",
        "set a = if_not_exists(if_not_exists(a, b), c) | Operator or function requires a document"
            + " path; operator or function: if_not_exists",
        "set a = list_append(:v, a) | Incorrect operand type for operator or function; operator or"
            + " function: list_append, operand type: S",
        "set a = :n - :v | Incorrect operand type for operator or function; operator or function:"
            + " -, operand type: S"
      })
  void whatMakesNoSenseIsRefusedInAwssWords(String expression, String reason) {
    assertThatThrownBy(() -> parse(expression, "#a", "a", "#c", "c", ":v", "v", ":n", 1))
        .hasMessage("Invalid UpdateExpression: " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete d :set",
        "delete b :n1",
        "delete b.a :n1",
        "add b :n1",
        "add d :n",
        "set e = s + :n",
        "set e = b - :n",
        "set e = list_append(d, if_not_exists(f, :l))",
        "delete c :n1"
      })
  void operandsOfTheItemHaveToBeOfTheRightType(String expression) {
    Map<String, Value> item =
        item("s", "x", "b", Map.of("a", Items.set("1")), "c", 1, "d", Items.numbers(1));
    assertThatThrownBy(() -> updateWithValues(expression, item))
        .hasMessage("An operand in the update expression has an incorrect data type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set b.a = :n",
        "set b[1] = :n",
        "set y.a = :n",
        "set y[1] = :n",
        "set c[1] = :n",
        "set d.e = :n",
        "remove b.a",
        "remove y.a",
        "remove y[1]",
        "remove c[1]",
        "remove d.e",
        "delete y.a :set",
        "delete c[1] :set",
        "add b[1] :n",
        "add y.a :n",
        "add d.e :n",
        "set d[7].e = :n"
      })
  void pathsHaveToLeadSomewhere(String expression) {
    Map<String, Value> item = item("b", "x", "c", Map.of("1", "a"), "d", List.of("a", "b"));
    assertThatThrownBy(() -> updateWithValues(expression, item))
        .hasMessage("The document path provided in the update expression is invalid for update");
  }

  @Test
  void attributesThatAreReadHaveToBeThere() {
    assertThatThrownBy(() -> update("set c = b", item("id", "1")))
        .hasMessage(
            "The provided expression refers to an attribute that does not exist in the item");
    assertThatThrownBy(() -> update("set c = c + :n", item("id", "1"), ":n", 1))
        .hasMessage(
            "The provided expression refers to an attribute that does not exist in the item");
  }

  @Test
  void whatIsSetIsNestedOnlySoDeep() {
    Object deep = "leaf";
    for (int i = 0; i < 31; i++) {
      deep = List.of(deep);
    }
    Object value = deep;
    assertThat(update("set a = :v", item(), ":v", value)).containsKey("a");
    assertThatThrownBy(() -> update("set m.a = :v", item("m", Map.of()), ":v", value))
        .hasMessageStartingWith("Nesting Levels have exceeded supported limits");
  }

  @Test
  void updatesFromBeforeExpressionsAreTheSame() {
    Map<String, AttributeValueUpdate> updates = new LinkedHashMap<>();
    updates.put("a", legacy(null, 1));
    updates.put("b", legacy("DELETE", null));
    updates.put("c", legacy("ADD", 2));
    updates.put("d", legacy("ADD", List.of("z")));
    updates.put("e", legacy("DELETE", Items.set("x")));
    Map<String, Value> item =
        item("b", 1, "c", 3, "d", List.of("y"), "e", Items.set("x", "y"), "f", true);
    assertThat(LegacyUpdates.of(updates).apply(item))
        .isEqualTo(item("a", 1, "c", 5, "d", List.of("y", "z"), "e", Items.set("y"), "f", true));
  }

  @Test
  void updatesFromBeforeExpressionsAreChecked() {
    legacyRefused(
        legacy("PUT", null),
        "One or more parameter values were invalid: Only DELETE action is allowed when no attribute"
            + " value is specified");
    legacyRefused(
        legacy("ADD", "x"),
        "One or more parameter values were invalid: ADD action is not supported for the type S");
    legacyRefused(
        legacy("DELETE", 1),
        "One or more parameter values were invalid: DELETE action is not supported for the type N");
    legacyRefused(legacy("ADD", 1), "Type mismatch for attribute to update");
  }

  private static void legacyRefused(AttributeValueUpdate update, String message) {
    assertThatThrownBy(() -> LegacyUpdates.of(Map.of("a", update)).apply(item("a", "text")))
        .hasMessage(message);
  }

  private static AttributeValueUpdate legacy(String action, Object value) {
    AttributeValueUpdate update = new AttributeValueUpdate().action(action);
    return value == null ? update : update.value(AttributeValues.view(Items.value(value)));
  }

  private static void updateWithValues(String expression, Map<String, Value> item) {
    update(
        expression,
        item,
        ":n",
        1,
        ":n1",
        Items.numbers(1),
        ":set",
        Items.set("a"),
        ":l",
        List.of());
  }

  private static Map<String, Value> update(
      String expression, Map<String, Value> item, Object... placeholders) {
    return parse(expression, placeholders).apply(item);
  }

  private static Update parse(String expression, Object... placeholders) {
    return Update.parse(expression, Items.context(placeholders));
  }
}
