package io.nephele.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Positions that AWS's simulations answered for the same documents. */
final class StatementPositionTest {
  @Test
  void statementsOfOneLine() {
    assertThat(
            StatementPosition.of(
                "{\"Version\":\"2012-10-17\",\"Statement\":["
                    + "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\","
                    + "\"Sid\":\"First\"},"
                    + "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\","
                    + "\"Sid\":\"Second\"}]}"))
        .containsExactly(
            new StatementPosition(1, 38, 1, 109), new StatementPosition(1, 109, 1, 182));
  }

  @Test
  void statementsOfManyLines() {
    assertThat(
            StatementPosition.of(
                """
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Effect": "Allow",
                      "Action": "s3:GetObject",
                      "Resource": "*",
                      "Sid": "First"
                    },
                    {
                      "Effect": "Deny",
                      "Action": "s3:PutObject",
                      "Resource": "*",
                      "Sid": "Second"
                    }
                  ]
                }"""))
        .containsExactly(new StatementPosition(3, 17, 9, 6), new StatementPosition(9, 6, 15, 6));
  }

  @Test
  void otherEndsOfLines() {
    String text =
        " \r\n{\r\n  \"Version\": \"2012-10-17\",\r\n  \"Statement\": [\r\n    {\r\n"
            + "      \"Effect\": \"Allow\",\r\n      \"Action\": \"s3:GetObject\",\r\n"
            + "      \"Resource\": \"*\"\r\n    }\r\n  ]\r\n}\r\n ";
    assertThat(StatementPosition.of(text)).containsExactly(new StatementPosition(4, 17, 9, 6));
  }

  @Test
  void aStatementWithoutAList() {
    assertThat(
            StatementPosition.of(
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\","
                    + " \"Resource\": \"*\"}}"))
        .containsExactly(new StatementPosition(1, 16, 1, 77));
  }

  @Test
  void whatIsNotADocumentHasNone() {
    assertThat(StatementPosition.of("[]")).isEmpty();
    assertThat(StatementPosition.of("{\"Statement\":[{")).isEmpty();
    assertThat(StatementPosition.of("")).isEmpty();
    assertThat(StatementPosition.of("[".repeat(5000))).isEmpty();
  }
}
