package io.nephele.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchedulesTest {
  private static final Instant START = Instant.parse("2026-11-22T00:33:20Z"); // a Sunday

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 10 * * ? *           | 2026-11-22T10:00:00Z
          15 12 * * ? *          | 2026-11-22T12:15:00Z
          0/10 * ? * MON-FRI *   | 2026-11-23T00:00:00Z
          0 18 ? * MON-FRI *     | 2026-11-23T18:00:00Z
          0 8 1 * ? *            | 2026-12-01T08:00:00Z
          0/15 * * * ? *         | 2026-11-22T00:45:00Z
          33,34 0 * * ? *        | 2026-11-22T00:34:00Z
          0 9 ? * 2#1 *          | 2026-12-07T09:00:00Z
          0 9 ? * TUE#5 *        | 2026-12-29T09:00:00Z
          0 9 ? * 6L *           | 2026-11-27T09:00:00Z
          0 9 ? * THUL *         | 2026-11-26T09:00:00Z
          0 9 ? * L *            | 2026-11-28T09:00:00Z
          0 9 L * ? *            | 2026-11-30T09:00:00Z
          0 9 L 2 ? 2028         | 2028-02-29T09:00:00Z
          0 9 15W 8 ? 2026-2027  | 2027-08-16T09:00:00Z
          0 9 1W 5 ? 2027        | 2027-05-03T09:00:00Z
          0 9 LW 1 ? 2027        | 2027-01-29T09:00:00Z
          0 0 29 FEB ? *         | 2028-02-29T00:00:00Z
          0 4/12 * * ? *         | 2026-11-22T04:00:00Z
          0 22-2/2 23 * ? *      | 2026-11-23T00:00:00Z
          0 0 ? NOV-JAN FRI-SAT *| 2026-11-27T00:00:00Z
          5 0 1 1 ? 2030/5       | 2030-01-01T00:05:00Z
          """)
  void theNextTimeOfACron(String fields, Instant next) {
    assertThat(Schedules.parse("cron(" + fields + ")").next(START, ZoneOffset.UTC)).isEqualTo(next);
  }

  @Test
  void aCronMayHaveNoFurtherTime() {
    assertThat(Schedules.parse("cron(0 0 1 1 ? 2020)").next(START, ZoneOffset.UTC)).isNull();
    assertThat(Schedules.parse("cron(0 0 30 2 ? *)").next(START, ZoneOffset.UTC)).isNull();
  }

  @Test
  void clocksThatAreChangedSkipAndDoNotRepeat() {
    ZoneId zone = ZoneId.of("America/New_York");
    Schedule half = Schedules.parse("cron(30 * * * ? *)");
    // 2027-03-14 02:30 does not exist.
    assertThat(half.next(Instant.parse("2027-03-14T06:30:00Z"), zone))
        .isEqualTo("2027-03-14T07:30:00Z");
    assertThat(
            Schedules.parse("cron(30 2 * * ? *)").next(Instant.parse("2027-03-13T08:00:00Z"), zone))
        .isEqualTo("2027-03-15T06:30:00Z");
    // 2027-11-07 01:30 is there twice: at 05:30Z and 06:30Z.
    Schedule night = Schedules.parse("cron(30 1 * * ? *)");
    Instant first = night.next(Instant.parse("2027-11-07T04:00:00Z"), zone);
    assertThat(first).isEqualTo("2027-11-07T05:30:00Z");
    assertThat(night.next(first, zone)).isEqualTo("2027-11-08T06:30:00Z");
    assertThat(night.next(Instant.parse("2027-11-07T06:10:00Z"), zone))
        .isEqualTo("2027-11-08T06:30:00Z");
  }

  @Test
  void ratesAreCountedFromTheirAnchor() {
    Rate rate = (Rate) Schedules.parse("rate(5 minutes)");
    assertThat(rate).isEqualTo(new Rate(5, ChronoUnit.MINUTES));
    assertThat(rate.next(START, ZoneOffset.UTC)).isEqualTo(START.plusSeconds(300));
    assertThat(rate.next(START, START)).isEqualTo(START.plusSeconds(300));
    assertThat(rate.next(START, START.plusSeconds(901))).isEqualTo(START.plusSeconds(1200));
    assertThat(rate.next(START, START.minusSeconds(1))).isEqualTo(START);
    assertThat(Schedules.parse("rate(1 day)")).isEqualTo(new Rate(1, ChronoUnit.DAYS));
  }

  @Test
  void anAtIsOnce() {
    Schedule at = Schedules.parse("at(2026-11-22T13:00:00)");
    assertThat(at).isEqualTo(new At(LocalDateTime.of(2026, 11, 22, 13, 0)));
    Instant time = at.next(START, ZoneId.of("Europe/Berlin"));
    assertThat(time).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(at.next(time, ZoneId.of("Europe/Berlin"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5 minutes",
        "rate(0 minutes)",
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(5 weeks)",
        "rate(-5 hours)",
        "rate(99999999999999999999 days)",
        "cron(* * * * *)",
        "cron(* * * * ? * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 0 * ? *)",
        "cron(0 10 * 13 ? *)",
        "cron(0 10 ? * 8 *)",
        "cron(0 10 ? * 2#6 *)",
        "cron(0 10 ? * MON#0 *)",
        "cron(0 10 32W * ? *)",
        "cron(0 10 * * ? 2200)",
        "cron(0 10 * * ? 2030-2020)",
        "cron(0/0 10 * * ? *)",
        "cron(0 1,,2 * * ? *)",
        "cron(0 ? * * ? *)",
        "at(2026-11-22)",
        "at(2026-11-22T13:00)",
        "at(2026-02-30T13:00:00)"
      })
  void whatIsNoScheduleIsRefused(String text) {
    assertThatThrownBy(() -> Schedules.parse(text)).isInstanceOf(ScheduleException.class);
  }
}
