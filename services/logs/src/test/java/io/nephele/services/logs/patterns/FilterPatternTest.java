package io.nephele.services.logs.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.logs.InvalidParameterException;
import io.nephele.core.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterPatternTest {
  private static final String JSON =
      "{\"a\":{\"b\":\"xyz\",\"n\":5,\"t\":true,\"z\":null,\"list\":[1,\"two\",{\"k\":\"v\"}]},"
          + "\"dot.ted\":\"d\",\"code\":404}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ERROR | ERRORCODE: 1 | true",
        "error | ERROR | false",
        "ERROR ARGUMENTS | ERROR: bad ARGUMENTS | true",
        "ERROR ARGUMENTS | ERROR | false",
        "\"two words\" | some two words here | true",
        "ERROR -\"be quiet\" | ERROR be quiet | false",
        "ERROR -EXIT | ERROR | true",
        "?A ?B | xBx | true",
        "?A ?B | xCx | false",
        "?A C | xC | true",
        "%4[0-9]{2}% | code 404 | true",
        "%^4[0-9]{2}% | code 404 | false",
        "-%DEBUG.*% | DEBUG x | false"
      })
  void terms(String pattern, String message, boolean expected) {
    assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ $.a.b = \"x*\" }",
        "{ $.a.b = xyz }",
        "{ $.a.b != \"abc\" && $.code = 404 }",
        "{ ($.a.n > 4) && ($.a.n <= 5) }",
        "{ $.a.n = 9 || $.a.n = 5e0 }",
        "{ $.code = 4* }",
        "{ $.a.t IS TRUE }",
        "{ $.a.z IS NULL }",
        "{ $.a.q NOT EXISTS }",
        "{ $.a.list[0] = 1 && $.a.list[1] = \"two\" }",
        "{ $.a.list[*].k = v }",
        "{ $.['dot.ted'] = d }",
        "{ $.a.b = %^x.z$% }",
        "{$.code=404&&($.a.n=1||$.a.n=5)}"
      })
  void jsonMatches(String pattern) {
    assertThat(FilterPattern.parse(pattern).matches(JSON)).isTrue();
    assertThat(FilterPattern.parse(pattern).matches("no JSON")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ $.a.b = \"x\" }",
        "{ $.a.missing != \"x\" }",
        "{ $.a.n = \"5\" }",
        "{ $.a.n > 5 }",
        "{ $.a.z IS FALSE }",
        "{ $.a.b NOT EXISTS }",
        "{ $.a.list[9] = 1 }",
        "{ $.a = \"*\" }",
        "{ $.code = 404 && ($.a.n = 1 || $.a.n = 2) }"
      })
  void jsonDoesNotMatch(String pattern) {
    assertThat(FilterPattern.parse(pattern).matches(JSON)).isFalse();
  }

  @Test
  void fieldsOfLines() {
    String line =
        "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";
    assertThat(FilterPattern.parse("[ip, id, user, timestamp, request, status=4*, bytes]"))
        .matches(pattern -> pattern.matches(line));
    assertThat(FilterPattern.parse("[..., status=404, bytes>1000]").matches(line)).isTrue();
    assertThat(FilterPattern.parse("[ip, ..., bytes>2000]").matches(line)).isFalse();
    assertThat(FilterPattern.parse("[ip, id, user]").matches(line)).isFalse();
    assertThat(
            FilterPattern.parse("[ip=%127\\.0\\.0\\.[1-9]%, id=P* && id!=\"Pre\", ...]")
                .matches(line))
        .isTrue();
    assertThat(FilterPattern.parse("[w=a || w=b]").matches("b")).isTrue();
    assertThat(FilterPattern.parse("[..., size]").extract("a b"))
        .isEqualTo(Map.of("$1", "a", "$size", "b"));
    assertThat(FilterPattern.parse("[a, request]").extract("1 \"GET /\""))
        .isEqualTo(Map.of("$a", "1", "$request", "GET /"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b",
        "\"open",
        "{ $.a }",
        "{ $.a = 1",
        "{ $.a > x }",
        "[a, b",
        "[..., ...]",
        "%(a)%",
        "%[%",
        "{ a = 1 }",
        "{ $.a[x] = 1 }",
        "{ $.a = 1 } x",
        "{ $.a IS NICE }",
        "[a=1 && b=2]"
      })
  void whatIsNoPattern(String text) {
    assertThatThrownBy(() -> FilterPattern.parse(text))
        .isInstanceOf(InvalidParameterException.class);
  }

  /** Random conditions against a model that evaluates them while it writes them. */
  @Test
  void randomConditionsAgreeWithTheirModel() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      Map<String, Object> document = new LinkedHashMap<>();
      for (String name : List.of("a", "b", "c")) {
        switch (random.nextInt(4)) {
          case 0 -> document.put(name, random.nextInt(4));
          case 1 -> document.put(name, "t" + random.nextInt(3));
          case 2 -> document.put(name, null);
          default -> {}
        }
      }
      StringBuilder text = new StringBuilder();
      boolean expected = condition(random, document, 3, text);
      assertThat(FilterPattern.parse("{" + text + "}").matches(JsonText.write(document)))
          .as("%s of %s", text, document)
          .isEqualTo(expected);
    }
  }

  private static boolean condition(
      Random random, Map<String, Object> document, int depth, StringBuilder text) {
    if (depth > 0 && random.nextInt(3) > 0) {
      boolean and = random.nextBoolean();
      text.append("(");
      boolean left = condition(random, document, depth - 1, text);
      text.append(and ? ") && (" : ")||( ");
      boolean right = condition(random, document, depth - 1, text);
      text.append(")");
      return and ? left && right : left || right;
    }
    String name = List.of("a", "b", "c").get(random.nextInt(3));
    Object value = document.get(name);
    int number = random.nextInt(4);
    text.append(" $.").append(name);
    switch (random.nextInt(6)) {
      case 0 -> {
        text.append(" = ").append(number);
        return value instanceof Integer found && found == number;
      }
      case 1 -> {
        text.append("<").append(number);
        return value instanceof Integer found && found < number;
      }
      case 2 -> {
        text.append(" != \"t").append(number).append("\"");
        return value instanceof String found && !found.equals("t" + number);
      }
      case 3 -> {
        text.append(" = \"*").append(number).append("\" ");
        return value instanceof String found && found.endsWith("" + number);
      }
      case 4 -> {
        text.append(" IS NULL ");
        return value == null && document.containsKey(name);
      }
      default -> {
        text.append(" NOT EXISTS");
        return !document.containsKey(name);
      }
    }
  }
}
