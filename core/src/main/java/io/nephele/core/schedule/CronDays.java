package io.nephele.core.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which days of a month a cron expression means, by their numbers or by days of the week. */
@FunctionalInterface
interface CronDays {
  int LAST_WEEK = 5;

  /** Adds the days that are meant. */
  void addTo(BitSet days, YearMonth month);

  /** Of the fields day-of-month and day-of-week, one of which must be {@code ?}. */
  static CronDays parse(String dayOfMonth, String dayOfWeek) {
    if (dayOfMonth.equals("?") == dayOfWeek.equals("?")) {
      throw new ScheduleException(
          "One of the fields day-of-month and day-of-week of a cron expression must be ?");
    }
    boolean byMonth = dayOfWeek.equals("?");
    List<CronDays> all = new ArrayList<>();
    for (String item : (byMonth ? dayOfMonth : dayOfWeek).split(",", -1)) {
      all.add(byMonth ? ofMonth(item) : ofWeek(item));
    }
    return (days, month) -> all.forEach(each -> each.addTo(days, month));
  }

  private static CronDays ofMonth(String item) {
    if (item.equals("L")) {
      return (days, month) -> days.set(month.lengthOfMonth());
    }
    if (item.equals("LW")) {
      return (days, month) -> days.set(weekday(month, month.lengthOfMonth()));
    }
    if (item.endsWith("W")) {
      int day = CronField.DAYS.number(item.substring(0, item.length() - 1));
      return (days, month) -> {
        if (day <= month.lengthOfMonth()) {
          days.set(weekday(month, day));
        }
      };
    }
    BitSet numbers = new BitSet();
    CronField.DAYS.add(item, numbers);
    return (days, month) -> days.or(numbers.get(0, month.lengthOfMonth() + 1));
  }

  /** The day from Monday to Friday that is nearest to a day, in the same month. */
  private static int weekday(YearMonth month, int day) {
    DayOfWeek of = month.atDay(day).getDayOfWeek();
    if (of == DayOfWeek.SATURDAY) {
      return day == 1 ? day + 2 : day - 1;
    }
    if (of == DayOfWeek.SUNDAY) {
      return day == month.lengthOfMonth() ? day - 2 : day + 1;
    }
    return day;
  }

  private static CronDays ofWeek(String item) {
    int hash = item.indexOf('#');
    if (hash > 0) {
      int weekday = CronField.WEEKDAYS.number(item.substring(0, hash));
      String which = item.substring(hash + 1);
      if (which.length() != 1 || which.charAt(0) < '1' || which.charAt(0) > '5') {
        throw CronField.WEEKDAYS.wrong(item);
      }
      int week = which.charAt(0) - '0';
      return (days, month) -> {
        int day = first(month, weekday) + 7 * (week - 1);
        if (day <= month.lengthOfMonth()) {
          days.set(day);
        }
      };
    }
    if (item.length() > 1 && item.endsWith("L")) {
      int weekday = CronField.WEEKDAYS.number(item.substring(0, item.length() - 1));
      return (days, month) -> {
        int day = first(month, weekday) + 7 * (LAST_WEEK - 1);
        days.set(day <= month.lengthOfMonth() ? day : day - 7);
      };
    }
    BitSet weekdays = new BitSet();
    CronField.WEEKDAYS.add(item.equals("L") ? "SAT" : item, weekdays);
    return (days, month) -> {
      for (int weekday = 1; weekday <= 7; weekday++) {
        if (weekdays.get(weekday)) {
          for (int day = first(month, weekday); day <= month.lengthOfMonth(); day += 7) {
            days.set(day);
          }
        }
      }
    };
  }

  /** The first day of a month that is that day of the week, of which 1 is Sunday. */
  private static int first(YearMonth month, int weekday) {
    LocalDate start = month.atDay(1);
    int of = start.getDayOfWeek().getValue() % 7 + 1;
    return 1 + Math.floorMod(weekday - of, 7);
  }
}
