package io.nephele.identity.credentials;

import io.nephele.core.time.WorldClock;
import io.nephele.wire.sign.SignatureClock;
import java.time.Instant;

/** The times of a world by which signatures are judged. */
public record WorldTimes(WorldClock clock) implements SignatureClock {
  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Instant clientTime() {
    return clock.machineTime();
  }

  @Override
  public Instant at(Instant shown) {
    return clock.at(shown);
  }

  @Override
  public boolean isFresh(Instant signed) {
    return SignatureClock.super.isFresh(signed) || clock.isOfPrograms(signed);
  }

  @Override
  public Instant signedAt(Instant signed) {
    return clock.isOfPrograms(signed) ? clock.at(signed) : SignatureClock.super.signedAt(signed);
  }
}
