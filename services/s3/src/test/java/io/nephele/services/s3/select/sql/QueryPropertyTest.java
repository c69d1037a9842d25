package io.nephele.services.s3.select.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is asked is answered, or refused with an error of S3 Select. */
final class QueryPropertyTest {
  private static final String[] WORDS = {
    "SELECT",
    "FROM",
    "WHERE",
    "LIMIT",
    "S3Object",
    "s",
    "s.a",
    "s.b[0]",
    "*",
    ",",
    "(",
    ")",
    "[",
    "]",
    ".",
    "=",
    "<",
    ">=",
    "<>",
    "+",
    "-",
    "/",
    "%",
    "||",
    "'x'",
    "'12'",
    "12",
    "1.5",
    "1e3",
    "NULL",
    "MISSING",
    "TRUE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS",
    "LIKE",
    "ESCAPE",
    "BETWEEN",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "CAST",
    "AS",
    "INT",
    "STRING",
    "DECIMAL",
    "TIMESTAMP",
    "COUNT",
    "SUM",
    "AVG",
    "MIN",
    "LOWER",
    "SUBSTRING",
    "TRIM",
    "BOTH",
    "EXTRACT",
    "YEAR",
    "DATE_ADD",
    "DATE_DIFF",
    "month",
    "`2017T`",
    "TO_STRING",
    "'y-MM'",
    "TO_TIMESTAMP",
    "UTCNOW",
    "COALESCE",
    "NULLIF",
    "FOR",
    "\"q\"",
    "_1",
    ";",
    "'%a_'",
    "CHAR_LENGTH"
  };

  private static final List<Row> ROWS =
      List.of(
          Row.of(Map.of("a", 1L, "b", List.of("x", 2L))),
          Row.of("scalar"),
          Row.of(Missing.VALUE),
          Row.of(new Columns(List.of("a", "b")), Arrays.asList("12", null, "more")));

  private static final String[] VALUES = {
    "s.a",
    "s.b",
    "s.b[1]",
    "'12'",
    "'x'",
    "''",
    "12",
    "-1.5",
    "1e3",
    "NULL",
    "MISSING",
    "TRUE",
    "`2017-02-03T04:05Z`",
    "s",
    "'2017T'",
    "9223372036854775807",
    "CAST(0.1 AS FLOAT)"
  };

  private static final String[] FORMS = {
    "(# + #)",
    "(# - #)",
    "(# * #)",
    "(# / #)",
    "(# % #)",
    "(# || #)",
    "(# = #)",
    "(# < #)",
    "(# AND #)",
    "(# OR #)",
    "(NOT #)",
    "(# IS NULL)",
    "(# IN (#, #))",
    "(# BETWEEN # AND #)",
    "(# LIKE #)",
    "CAST(# AS INT)",
    "CAST(# AS DECIMAL)",
    "CAST(# AS BOOL)",
    "CAST(# AS TIMESTAMP)",
    "CAST(# AS STRING)",
    "CASE WHEN # THEN # ELSE # END",
    "CASE # WHEN # THEN # END",
    "LOWER(#)",
    "SUBSTRING(#, #, #)",
    "TRIM(LEADING # FROM #)",
    "CHAR_LENGTH(#)",
    "COALESCE(#, #)",
    "NULLIF(#, #)",
    "DATE_ADD(month, #, #)",
    "DATE_DIFF(second, #, #)",
    "EXTRACT(YEAR FROM #)",
    "TO_STRING(#, 'y-MM')",
    "TO_STRING(#, #)",
    "TO_TIMESTAMP(#)",
    "-#"
  };

  private static String expression(Random random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return VALUES[random.nextInt(VALUES.length)];
    }
    String form = FORMS[random.nextInt(FORMS.length)];
    while (form.contains("#")) {
      int at = form.indexOf('#');
      form = form.substring(0, at) + expression(random, depth - 1) + form.substring(at + 1);
    }
    return form;
  }

  @Test
  void anyExpressionHasAValueOrAnError() {
    Random random = new Random(12);
    int answered = 0;
    for (int i = 0; i < 20_000; i++) {
      String value = expression(random, 3);
      String text =
          random.nextInt(5) == 0
              ? "SELECT MAX(" + value + "), AVG(" + value + ") FROM S3Object s"
              : "SELECT " + value + " FROM S3Object s WHERE " + expression(random, 2);
      try {
        answer(Query.parse(text));
        answered++;
      } catch (AwsException e) {
        assertThat(e.status()).as(text).isEqualTo(400);
      } catch (RuntimeException e) {
        throw new AssertionError(text, e);
      }
    }
    assertThat(answered).isGreaterThan(2_000);
  }

  @Test
  void anyWordsAreReadOrRefused() {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 30_000; i++) {
      StringBuilder text = new StringBuilder("SELECT ");
      int words = 1 + random.nextInt(12);
      for (int w = 0; w < words; w++) {
        text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      if (random.nextInt(4) > 0) {
        text.append("FROM S3Object s");
      }
      try {
        answer(Query.parse(text.toString()));
        read++;
      } catch (AwsException e) {
        assertThat(e.status()).as(text.toString()).isEqualTo(400);
      } catch (RuntimeException e) {
        throw new AssertionError(text.toString(), e);
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  private static void answer(Query query) {
    Evaluator evaluator = new Evaluator(query, Instant.EPOCH);
    for (Row row : ROWS) {
      if (evaluator.counts(row)) {
        if (query.isAggregate()) {
          evaluator.add(row);
        } else if (query.columns() != null) {
          query.columns().forEach(column -> evaluator.value(column.expression(), row));
        }
      }
    }
    if (query.isAggregate()) {
      query.columns().forEach(column -> evaluator.value(column.expression(), null));
    }
  }
}
