package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TextsTest {
  @Test
  void lengthsAreThoseOfUtf8() {
    for (String text : new String[] {"", "abc", "ü", "€", "\uD83D\uDE00", "aü€\uD83D\uDE00z"}) {
      assertThat(Texts.utf8Length(text))
          .as(text)
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void halvesOfSurrogatePairsAreNoCharacters() {
    assertThat(Texts.hasOnlyXmlCharacters("a\uD83D\uDE00b")).isTrue();
    assertThat(Texts.hasOnlyXmlCharacters("a\uD83D")).isFalse();
    assertThat(Texts.hasOnlyXmlCharacters("\uDE00a")).isFalse();
    assertThat(Texts.hasOnlyXmlCharacters("\uD83D\uD83D")).isFalse();
  }

  @Test
  void receiptHandlesAreReadAsTheyWereWritten() {
    ReceiptHandle handle = new ReceiptHandle(7, Sequence.first(1_767_225_600_000L) + 3, -1);
    assertThat(handle.text()).startsWith("AQEB");
    assertThat(ReceiptHandle.parse(handle.text())).isEqualTo(handle);
    assertThat(ReceiptHandle.parse(handle.text().replace(handle.text().charAt(10), '_'))).isNull();
    char changed = handle.text().charAt(12) == 'A' ? 'B' : 'A';
    assertThat(
            ReceiptHandle.parse(
                handle.text().substring(0, 12) + changed + handle.text().substring(13)))
        .isNull();
  }

  @Test
  void sequencesTellWhenAMessageWasSent() {
    long first = Sequence.first(1_767_225_600_000L);
    assertThat(Sequence.sentAt(first)).isEqualTo(1_767_225_600_000L);
    assertThat(Sequence.sentAt(first + 1_000_000)).isEqualTo(1_767_225_600_000L);
    assertThat(Sequence.text(first)).hasSize(20).isLessThan(Sequence.text(first + 1));
  }

  @Test
  void attributesHaveADigestWhateverTheirOrder() {
    Map<String, Attribute> attributes =
        Map.of(
            "Dummy1Name", new Attribute("String", "dummy 1 value", null),
            "Dummy2Name", new Attribute("String", "dummy 2 value", null),
            "Dummy3Name", new Attribute("Binary", null, Bytes.utf8("dummy 2 value")));
    assertThat(MessageDigests.md5(attributes)).isEqualTo("c5c0d2c6f195fcbc91083c5465d8955f");
    assertThat(MessageDigests.md5(Map.of())).isNull();
  }
}
