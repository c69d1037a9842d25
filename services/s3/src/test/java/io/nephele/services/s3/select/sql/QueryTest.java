package io.nephele.services.s3.select.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions come to. */
final class QueryTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Row ROW =
      Row.of(
          Map.of(
              "n",
              7L,
              "text",
              "Hello",
              "digits",
              "12",
              "list",
              List.of(1L, 2L),
              "inner",
              Map.of("Deep", true)));

  private static Object value(String expression) {
    Query query = Query.parse("SELECT " + expression + " FROM S3Object s");
    return new Evaluator(query, NOW).value(query.columns().getFirst().expression(), ROW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "10 / 4 | 2",
        "10.0 / 4 | 2.5",
        "7 % 4 | 3",
        "-s.n + 1 | -6",
        "s.digits + 1 | 13",
        "s.digits > 9 | true",
        "'12' < '9' | true",
        "s.inner.deep | true",
        "s.inner.\"deep\" IS MISSING | true",
        "s.list[1] | 2",
        "s['text'] | Hello",
        "s.nothing IS NULL | true",
        "NULL IS MISSING | false",
        "s.text LIKE 'H%o' | true",
        "s.text LIKE '_ello' | true",
        "s.text NOT LIKE '%z%' | true",
        "'50%' LIKE '50\\%' ESCAPE '\\' | true",
        "s.n BETWEEN 5 AND 7 | true",
        "s.n NOT IN (1, 2) | true",
        "1 IN s_missing OR s.n = 7 | !ParseUnexpectedToken",
        "NOT s.n = 7 | false",
        "CASE s.n WHEN 7 THEN 'seven' ELSE 'else' END | seven",
        "CASE WHEN s.n > 8 THEN 'a' END IS NULL | true",
        "COALESCE(s.nothing, NULL, 'c') | c",
        "NULLIF(s.n, 7) IS NULL | true",
        "CHAR_LENGTH(s.text) | 5",
        "UPPER(s.text) | HELLO",
        "SUBSTRING('123456789', 0, 2) | 1",
        "SUBSTRING('123456789', 2) | 23456789",
        "SUBSTRING('123456789' FROM 2 FOR 3) | 234",
        "TRIM('  x ') | x",
        "TRIM(LEADING '12' FROM '1121x2') | x2",
        "TRIM(BOTH FROM ' x ') | x",
        "CAST('12' AS INTEGER) + 1 | 13",
        "CAST('1.25' AS DECIMAL(5, 2)) | 1.25",
        "CAST(1 AS BOOL) | true",
        "CAST('true' AS BOOLEAN) | true",
        "CAST('0.5' AS FLOAT) | 0.5",
        "EXTRACT(YEAR FROM TO_TIMESTAMP('2010-01-01T')) | 2010",
        "DATE_ADD(month, 1, `2010T`) | 2010-02T",
        "DATE_ADD(hour, 1, `2017-01-01T00:00Z`) | 2017-01-01T01:00Z",
        "DATE_DIFF(day, `2010-01-01T23:00Z`, `2010-01-02T01:00Z`) | 0",
        "TO_STRING(`1969-07-20T20:18Z`, 'MMMM d, y') | July 20, 1969",
        "TO_STRING(UTCNOW(), 'y-MM-dd''T''H:m:ssX') | 2026-01-02T3:4:05Z",
        "9223372036854775807 + 1 | !IntegerOverflow",
        "1 / 0 | !ExternalEvalException",
        "'x' + 1 | !CastFailed",
        "-9223372036854775808 | -9223372036854775808",
      })
  void expressions(String expression, String expected) {
    if (expected.startsWith("!")) {
      assertThatThrownBy(() -> value(expression))
          .satisfies(
              e ->
                  assertThat(((io.nephele.model.AwsException) e).code())
                      .isEqualTo(expected.substring(1)));
    } else {
      assertThat(Values.text(value(expression))).isEqualTo(expected);
    }
  }

  @Test
  void textsArePutTogether() {
    assertThat(value("'a' || 'b' || 1")).isEqualTo("ab1");
  }

  @Test
  void unknownIsNeitherTrueNorFalse() {
    assertThat(value("s.nothing = 1")).isNull();
    assertThat(value("NOT s.nothing = 1")).isNull();
    assertThat(value("s.nothing = 1 AND FALSE")).isEqualTo(false);
    assertThat(value("s.nothing = 1 OR TRUE")).isEqualTo(true);
    assertThat(value("s.nothing IN (1)")).isNull();
  }

  @Test
  void longChainsDoNotFillTheStack() {
    assertThat(value("1" + " + 1".repeat(50_000))).isEqualTo(50_001L);
    assertThat(value("FALSE" + " OR FALSE".repeat(20_000))).isEqualTo(false);
    assertThat(value("- ".repeat(20_000) + "1")).isEqualTo(1L);
    assertThatThrownBy(() -> value("(".repeat(200) + "1" + ")".repeat(200)))
        .hasMessageContaining("unsupported SQL structure");
  }
}
