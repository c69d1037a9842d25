package io.nephele.machine;

import java.time.Duration;

/**
 * The machine's time. Programs run in real time whatever the world's clock shows, so what measures
 * them or sets them limits asks here. Nothing else may.
 */
public final class MachineTime {
  private MachineTime() {}

  /** Nanoseconds since some moment; only differences mean something. */
  public static long nanoTime() {
    return System.nanoTime();
  }

  /** Milliseconds since 1970, as programs on the machine see them. */
  public static long epochMillis() {
    return System.currentTimeMillis();
  }

  /** How long it is since a moment. */
  public static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
