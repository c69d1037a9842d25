package io.nephele.core.time;

import java.time.Instant;

/** The machine's time. The only class that reads it. */
final class RealClock {
  /** The machine's time now. */
  Instant now() {
    return Instant.now();
  }

  /** The machine's time now in milliseconds since 1970. */
  long millis() {
    return System.currentTimeMillis();
  }
}
