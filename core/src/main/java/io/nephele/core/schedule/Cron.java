package io.nephele.core.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;

/**
 * {@code cron(minutes hours day-of-month month day-of-week year)}, with AWS's {@code , - * / ? L W
 * #}. A time that the zone's clock leaves out in spring is left out; one that it shows twice in
 * autumn counts the first time.
 */
public final class Cron implements Schedule {
  private static final int FIELDS = 6;

  private final List<String> fields;
  private final BitSet minutes;
  private final BitSet hours;
  private final CronDays days;
  private final BitSet months;
  private final BitSet years;

  private Cron(List<String> fields) {
    this.fields = fields;
    this.minutes = CronField.MINUTES.parse(fields.get(0));
    this.hours = CronField.HOURS.parse(fields.get(1));
    this.months = CronField.MONTHS.parse(fields.get(3));
    this.days = CronDays.parse(fields.get(2), fields.get(4));
    this.years = CronField.YEARS.parse(fields.get(5));
  }

  static Cron parse(String text) {
    List<String> fields = List.of(text.split("\\s+", FIELDS + 1));
    if (fields.size() != FIELDS) {
      throw new ScheduleException("A cron expression has six fields.");
    }
    return new Cron(fields);
  }

  /** The six fields as they were written, minutes first. */
  public List<String> fields() {
    return fields;
  }

  @Override
  public Instant next(Instant after, ZoneId zone) {
    LocalDateTime from =
        LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    for (LocalDateTime at = match(from); at != null; at = match(at.plusMinutes(1))) {
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(at);
      if (!offsets.isEmpty()) {
        Instant time = at.toInstant(offsets.getFirst());
        if (time.isAfter(after)) {
          return time;
        }
      }
    }
    return null;
  }

  /** The first time on the clock from that minute on, or null. */
  private LocalDateTime match(LocalDateTime from) {
    int year = years.nextSetBit(Math.max(0, from.getYear()));
    for (; year >= 0; year = years.nextSetBit(year + 1)) {
      boolean sameYear = year == from.getYear();
      int month = months.nextSetBit(sameYear ? from.getMonthValue() : 1);
      for (; month >= 0; month = months.nextSetBit(month + 1)) {
        boolean sameMonth = sameYear && month == from.getMonthValue();
        LocalDateTime found = match(YearMonth.of(year, month), sameMonth ? from : null);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** As the other, in one month; from its beginning if there is no time to begin with. */
  private LocalDateTime match(YearMonth month, LocalDateTime from) {
    BitSet of = new BitSet();
    days.addTo(of, month);
    int first = from == null ? 1 : from.getDayOfMonth();
    for (int day = of.nextSetBit(first); day >= 0; day = of.nextSetBit(day + 1)) {
      boolean sameDay = from != null && day == first;
      int hour = hours.nextSetBit(sameDay ? from.getHour() : 0);
      for (; hour >= 0; hour = hours.nextSetBit(hour + 1)) {
        boolean sameHour = sameDay && hour == from.getHour();
        int minute = minutes.nextSetBit(sameHour ? from.getMinute() : 0);
        if (minute >= 0) {
          return month.atDay(day).atTime(hour, minute);
        }
      }
    }
    return null;
  }
}
