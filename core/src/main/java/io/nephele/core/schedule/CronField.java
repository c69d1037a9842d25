package io.nephele.core.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The numbers of one field of a cron expression.
 *
 * @param name for messages
 * @param names what may stand for numbers, the first for the lowest; may be empty
 */
record CronField(String name, int lowest, int highest, List<String> names) {
  static final CronField MINUTES = new CronField("minutes", 0, 59, List.of());
  static final CronField HOURS = new CronField("hours", 0, 23, List.of());
  static final CronField DAYS = new CronField("day-of-month", 1, 31, List.of());
  static final CronField MONTHS =
      new CronField(
          "month",
          1,
          12,
          List.of(
              "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
  static final CronField WEEKDAYS =
      new CronField("day-of-week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));
  static final CronField YEARS = new CronField("year", 1970, 2199, List.of());

  private static final int MAX_DIGITS = 4;

  /** The numbers that a list of numbers, ranges and steps stands for. */
  BitSet parse(String text) {
    BitSet numbers = new BitSet(highest + 1);
    for (String item : text.split(",", -1)) {
      add(item, numbers);
    }
    return numbers;
  }

  /**
   * Adds the numbers of one item: {@code *}, {@code 3}, {@code 3-5}, {@code 3/2}, {@code 3-9/2}.
   */
  void add(String item, BitSet numbers) {
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : digits(item.substring(slash + 1), item);
    if (step < 1 || step > highest) {
      throw wrong(item);
    }
    int from;
    int to;
    int dash = range.indexOf('-');
    if (range.equals("*")) {
      from = lowest;
      to = highest;
    } else if (dash > 0) {
      from = number(range.substring(0, dash));
      to = number(range.substring(dash + 1));
    } else {
      from = number(range);
      to = slash < 0 ? from : highest;
    }
    if (to < from && this == YEARS) {
      throw wrong(item);
    }
    // A range may go over the end: FRI-MON.
    int last = to < from ? to + highest - lowest + 1 : to;
    for (int i = from; i <= last; i += step) {
      numbers.set(i > highest ? i - highest - 1 + lowest : i);
    }
  }

  /** A number of the field, or what stands for it. */
  int number(String text) {
    int named = names.indexOf(text.toUpperCase(Locale.ROOT));
    int number = named >= 0 ? lowest + named : digits(text, text);
    if (number < lowest || number > highest) {
      throw wrong(text);
    }
    return number;
  }

  private int digits(String text, String item) {
    if (text.isEmpty()
        || text.length() > MAX_DIGITS
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(item);
    }
    return Integer.parseInt(text);
  }

  ScheduleException wrong(String item) {
    return new ScheduleException("The field " + name + " of a cron expression can't be " + item);
  }
}
