package io.nephele.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextsTest {
  @ParameterizedTest
  @CsvSource({
    "4d, PT96H",
    "90m, PT90M",
    "30s, PT30S",
    "1h30m, PT90M",
    "500ms, PT0.5S",
    "1d2h3m4s5ms, P1DT2H3M4.005S",
    "0s, PT0S",
    "PT96H, PT96H",
    "pt1.5s, PT1.5S",
    "P4D, PT96H",
    "' 4D ', PT96H",
    "-PT1S, PT-1S"
  })
  void readsLengths(String text, Duration length) {
    assertThat(TimeTexts.duration(text)).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "4",
        "d",
        "4x",
        "4 d",
        "1.5h",
        "d4",
        "tomorrow",
        "P1Y",
        "9999999999999s",
        "PT99999999999999999999H"
      })
  void refusesOtherLengths(String text) {
    assertThatThrownBy(() -> TimeTexts.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4d, 1h30m");
  }

  @Test
  void readsTimes() {
    Instant time = Instant.parse("2026-11-21T18:20:00Z");
    assertThat(TimeTexts.instant("2026-11-21T18:20:00Z")).isEqualTo(time);
    assertThat(TimeTexts.instant("2026-11-21T19:20:00+01:00")).isEqualTo(time);
    assertThat(TimeTexts.instant(" 2026-11-21 ")).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    for (String wrong :
        new String[] {"", "now", "2026-13-01", "T", "2026-11-21T18", "x".repeat(999)}) {
      assertThatThrownBy(() -> TimeTexts.instant(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .hasSizeLessThan(200)
          .hasLineCount(1);
    }
    assertThatThrownBy(() -> TimeTexts.instant("a\nb")).message().hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "P4DT2H3M, 4d 2h",
    "PT96H, 4d",
    "PT61M, 1h 1m",
    "PT-90S, 1m 30s",
    "PT59.9S, 59s",
    "PT0.25S, 250ms",
    "PT0S, 0ms"
  })
  void writesLengths(Duration length, String text) {
    assertThat(TimeTexts.text(length)).isEqualTo(text);
  }
}
