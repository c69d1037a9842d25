package io.nephele.wire.sign;

import java.time.Instant;

/**
 * The times by which the age of signatures is judged. Clients sign by their own clocks, whose time
 * need not be that of the world they call.
 */
public interface SignatureClock {
  /** The time of the world that is called. */
  Instant now();

  /** What the clocks of clients show now. */
  Instant clientTime();

  /** The time of the world when the clocks of clients showed that. */
  Instant at(Instant shown);

  /** A clock that everyone shares and that stands at a time. */
  static SignatureClock standing(Instant now) {
    return new SignatureClock() {
      @Override
      public Instant now() {
        return now;
      }

      @Override
      public Instant clientTime() {
        return now;
      }

      @Override
      public Instant at(Instant shown) {
        return shown;
      }
    };
  }

  /**
   * Whether a request was signed just now by the time of clients, or by that of the world, which
   * some clients live by.
   */
  default boolean isFresh(Instant signed) {
    return isNear(signed, clientTime()) || isNear(signed, now());
  }

  /**
   * The time of the world when something was signed. What is not yet by the time of clients was
   * signed by that of the world.
   */
  default Instant signedAt(Instant signed) {
    return signed.isAfter(clientTime().plusSeconds(SignatureTimes.SKEW)) ? signed : at(signed);
  }

  private static boolean isNear(Instant signed, Instant now) {
    return Math.abs(signed.getEpochSecond() - now.getEpochSecond()) <= SignatureTimes.SKEW;
  }
}
