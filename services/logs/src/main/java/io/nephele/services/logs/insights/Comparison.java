package io.nephele.services.logs.insights;

import java.time.Instant;
import java.time.ZoneOffset;

/** The time that diff compares with: as long as that of the query. */
enum Comparison {
  BEFORE,
  DAY,
  WEEK,
  MONTH;

  /** By how much it begins earlier than the query's time, all in milliseconds. */
  long shift(long from, long to) {
    return switch (this) {
      case BEFORE -> to - from + 1;
      case DAY -> 86_400_000L;
      case WEEK -> 7 * 86_400_000L;
      case MONTH ->
          from
              - Instant.ofEpochMilli(from)
                  .atZone(ZoneOffset.UTC)
                  .minusMonths(1)
                  .toInstant()
                  .toEpochMilli();
    };
  }

  /** Reads what may follow the word diff. */
  static Comparison read(TokenReader from) {
    if (from.takeWord("previousDay")) {
      return DAY;
    }
    if (from.takeWord("previousWeek")) {
      return WEEK;
    }
    return from.takeWord("previousMonth") ? MONTH : BEFORE;
  }
}
