package io.nephele.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {
  @ParameterizedTest
  @CsvSource({
    "SendMessage, SendMessage, true",
    "SendMessage, SendMessageBatch, false",
    "Send*, SendMessageBatch, true",
    "*Batch, SendMessageBatch, true",
    "*Batch, SendMessage, false",
    "*, anything, true",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "a*b*c, a12b3b4c, true",
    "a*b*c, a12b3b4, false",
    "**a**, xay, true",
    "order*, orders, true",
    "?, '', false"
  })
  void matchesWholeTexts(String pattern, String text, boolean matches) {
    assertThat(Wildcards.matches(pattern, text)).isEqualTo(matches);
  }
}
