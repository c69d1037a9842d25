package io.nephele.core.schedule;

import java.time.Instant;
import java.time.ZoneId;

/** The times that a schedule expression stands for; {@link Schedules#parse} reads one. */
public sealed interface Schedule permits Rate, Cron, At {
  /**
   * The first time after that one, or null if there is none. Of a {@link Rate} it is one period
   * later.
   *
   * @param zone whose clock the expression speaks of
   */
  Instant next(Instant after, ZoneId zone);
}
