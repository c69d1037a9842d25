package io.nephele.core.arn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArnTest {
  @Test
  void theResourceKeepsItsColonsAndSlashes() {
    String text = "arn:aws:logs:eu-west-1:123456789012:log-group:/a/b:*";
    Arn arn = Arn.parse(text);
    assertThat(arn.service()).isEqualTo("logs");
    assertThat(arn.resource()).isEqualTo("log-group:/a/b:*");
    assertThat(arn).hasToString(text);
  }

  @Test
  void regionAndAccountMayBeEmpty() {
    assertThat(Arn.parse("arn:aws:s3:::bucket")).isEqualTo(new Arn("aws", "s3", "", "", "bucket"));
  }

  @Test
  void whatLacksFieldsIsNone() {
    assertThat(Arn.isArn("arn:aws:s3:::")).isFalse();
    assertThat(Arn.isArn("arn:aws:s3::")).isFalse();
    assertThat(Arn.isArn("queue")).isFalse();
    assertThat(Arn.isArn(null)).isFalse();
  }
}
