package io.nephele.services.cloudwatch.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What models expect of series whose rule is known. */
final class AnomalyModelTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

  private static TreeMap<Long, Double> weeks(boolean spike) {
    TreeMap<Long, Double> points = new TreeMap<>();
    for (int hour = 14 * 24; hour > -7 * 24; hour--) {
      ZonedDateTime time = MONDAY.minusSeconds(hour * 3600L).atZone(ZoneOffset.UTC);
      double value = 50 + time.getHour() + (isWeekend(time) ? -30 : 0);
      boolean noon = spike && hour == 36;
      points.put(time.toEpochSecond(), noon ? 900 : value);
    }
    return points;
  }

  private static boolean isWeekend(ZonedDateTime time) {
    return time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  private static double middle(AnomalyModel model, int hoursLater) {
    double[] band = model.band(MONDAY.getEpochSecond() + hoursLater * 3600L, 2);
    return (band[0] + band[1]) / 2;
  }

  @Test
  void daysOfTheWeekDiffer() {
    AnomalyModel model = new AnomalyModel(weeks(false), AnomalyModel.Settings.NONE);
    assertThat(middle(model, 9)).isBetween(58.5, 59.5);
    assertThat(middle(model, 5 * 24 + 9)).isBetween(28.5, 29.5);
  }

  @Test
  void hoursAreThoseOfTheZone() {
    AnomalyModel.Settings tokyo =
        new AnomalyModel.Settings(ZoneId.of("Asia/Tokyo"), List.of(), false);
    TreeMap<Long, Double> points = new TreeMap<>();
    weeks(false).forEach((time, value) -> points.put(time - 9 * 3600, value));
    AnomalyModel model = new AnomalyModel(points, tokyo);
    assertThat(middle(model, 0)).isBetween(58.5, 59.5);
  }

  @Test
  void spikesThatComeAgainAreExpected() {
    long noon = MONDAY.getEpochSecond() + 12 * 3600;
    AnomalyModel plain = new AnomalyModel(weeks(true), AnomalyModel.Settings.NONE);
    assertThat(plain.band(noon, 2)[1]).isLessThan(900);
    AnomalyModel spiky =
        new AnomalyModel(weeks(true), new AnomalyModel.Settings(ZoneOffset.UTC, List.of(), true));
    assertThat(spiky.band(noon, 2)[1]).isGreaterThanOrEqualTo(900);
  }

  @Test
  void nothingIsExpectedOfTooLittle() {
    TreeMap<Long, Double> points = new TreeMap<>();
    for (int i = 1; i < AnomalyModel.LEAST; i++) {
      points.put(MONDAY.getEpochSecond() - i * 60L, 1.0);
    }
    AnomalyModel model = new AnomalyModel(points, AnomalyModel.Settings.NONE);
    assertThat(model.isTrained(MONDAY.getEpochSecond())).isFalse();
    points.put(MONDAY.getEpochSecond() - 600, 1.0);
    assertThat(
            new AnomalyModel(points, AnomalyModel.Settings.NONE).band(MONDAY.getEpochSecond(), 2))
        .satisfies(band -> assertThat(band[0]).isLessThanOrEqualTo(1.0))
        .satisfies(band -> assertThat(band[1]).isGreaterThanOrEqualTo(1.0));
  }
}
