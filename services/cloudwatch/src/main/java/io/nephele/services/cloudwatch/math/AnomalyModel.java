package io.nephele.services.cloudwatch.math;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Expects of a series what it was in the two weeks before: the mean of the hour of the day, plus
 * what the day of the week differs by once all two weeks are known. How far values were from that
 * at the same hour tells how wide the band is. The model of an hour is trained with what was before
 * that hour.
 */
public final class AnomalyModel {
  /** How long before an hour the data are from which its model is trained, in seconds. */
  public static final long TRAINED = 14 * 86_400L;

  /** How many points it takes at least. */
  public static final int LEAST = 10;

  private static final int HOUR = 3600;
  private static final int HOURS = 24;
  private static final int DAYS = 7;
  private static final long DAY = 86_400;

  private final Settings settings;
  private final long[] times;
  private final double[] values;
  private final byte[] hours;
  private final byte[] days;
  private final Map<Long, Expected> byHour = new HashMap<>();

  /**
   * What a detector says.
   *
   * @param zone in which hours and days are counted
   * @param excluded times that are not to be trained with
   * @param periodicSpikes whether what reached furthest at an hour of the day is expected at it
   */
  public record Settings(ZoneId zone, List<Excluded> excluded, boolean periodicSpikes) {
    /** Where there is no detector. */
    public static final Settings NONE = new Settings(ZoneId.of("UTC"), List.of(), false);
  }

  /** A span from a second since 1970 until before another. */
  public record Excluded(long from, long to) {}

  /**
   * What is expected in an hour.
   *
   * @param mean the middle of the band
   * @param deviation the standard deviation of what was, from what was expected then
   * @param least what there was at least at that hour of the day
   * @param greatest what there was at most
   */
  private record Expected(double mean, double deviation, double least, double greatest) {}

  /**
   * @param points values by the second since 1970 at which their periods begin
   */
  public AnomalyModel(TreeMap<Long, Double> points, Settings settings) {
    this.settings = settings;
    long[] at = new long[points.size()];
    double[] value = new double[points.size()];
    int count = 0;
    for (Map.Entry<Long, Double> point : points.entrySet()) {
      if (!isExcluded(point.getKey())) {
        at[count] = point.getKey();
        value[count++] = point.getValue();
      }
    }
    this.times = Arrays.copyOf(at, count);
    this.values = value;
    this.hours = new byte[count];
    this.days = new byte[count];
    for (int i = 0; i < count; i++) {
      ZonedDateTime local = local(times[i]);
      hours[i] = (byte) local.getHour();
      days[i] = (byte) (local.getDayOfWeek().getValue() - 1);
    }
  }

  private boolean isExcluded(long time) {
    for (Excluded each : settings.excluded) {
      if (time >= each.from && time < each.to) {
        return true;
      }
    }
    return false;
  }

  private ZonedDateTime local(long time) {
    return Instant.ofEpochSecond(time).atZone(settings.zone);
  }

  /**
   * The lower and the upper edge of what is expected at a time; null if too little is known.
   *
   * @param width how many standard deviations there are to each side
   */
  public double[] band(long time, double width) {
    long hour = Math.floorDiv(time, HOUR) * HOUR;
    Expected expected = byHour.computeIfAbsent(hour, this::train);
    if (Double.isNaN(expected.mean)) {
      return null;
    }
    // What is always the same is not an anomaly for the sake of its last digit.
    double deviation = Math.max(expected.deviation, Math.abs(expected.mean) * 1e-9);
    double lower = expected.mean - width * deviation;
    double upper = expected.mean + width * deviation;
    return settings.periodicSpikes
        ? new double[] {Math.min(lower, expected.least), Math.max(upper, expected.greatest)}
        : new double[] {lower, upper};
  }

  /** Whether there is enough to expect something of the time after those seconds since 1970. */
  public boolean isTrained(long time) {
    return band(time, 1) != null;
  }

  private Expected train(long hour) {
    int from = first(hour - TRAINED);
    int to = first(hour);
    if (to - from < LEAST) {
      return new Expected(Double.NaN, 0, 0, 0);
    }
    double[] ofHour = new double[HOURS];
    int[] countOfHour = new int[HOURS];
    double mean = 0;
    for (int i = from; i < to; i++) {
      mean += values[i];
      ofHour[hours[i]] += values[i];
      countOfHour[hours[i]]++;
    }
    mean /= to - from;
    for (int i = 0; i < HOURS; i++) {
      ofHour[i] = countOfHour[i] == 0 ? mean : ofHour[i] / countOfHour[i];
    }
    ZonedDateTime local = local(hour);
    int ofDay = local.getHour();
    long span = times[to - 1] - times[from];
    boolean knowsHours = countOfHour[ofDay] > 0 && span >= DAY;
    double base = knowsHours ? ofHour[ofDay] : mean;
    double[] ofWeekday = span >= TRAINED - DAY ? weekdays(from, to, ofHour) : new double[DAYS];
    double squares = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (int i = from; i < to; i++) {
      if (!knowsHours || hours[i] == ofDay) {
        double residual = values[i] - base - ofWeekday[days[i]];
        squares += residual * residual;
        least = Math.min(least, values[i]);
        greatest = Math.max(greatest, values[i]);
        count++;
      }
    }
    int day = local.getDayOfWeek().getValue() - 1;
    return new Expected(base + ofWeekday[day], Math.sqrt(squares / count), least, greatest);
  }

  /** What each day of the week has more than all days at the same hours. */
  private double[] weekdays(int from, int to, double[] ofHour) {
    double[] more = new double[DAYS];
    int[] count = new int[DAYS];
    for (int i = from; i < to; i++) {
      more[days[i]] += values[i] - ofHour[hours[i]];
      count[days[i]]++;
    }
    for (int day = 0; day < DAYS; day++) {
      more[day] = count[day] == 0 ? 0 : more[day] / count[day];
    }
    return more;
  }

  /** The index of the first point that is not before a time. */
  private int first(long time) {
    int found = Arrays.binarySearch(times, time);
    return found < 0 ? -found - 1 : found;
  }
}
