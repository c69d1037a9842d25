package io.nephele.core.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * {@code at(yyyy-mm-ddThh:mm:ss)}: once.
 *
 * @param time what the zone's clock shows then
 */
public record At(LocalDateTime time) implements Schedule {
  @Override
  public Instant next(Instant after, ZoneId zone) {
    Instant at = time.atZone(zone).toInstant();
    return at.isAfter(after) ? at : null;
  }
}
