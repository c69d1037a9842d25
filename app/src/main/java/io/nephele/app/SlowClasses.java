package io.nephele.app;

import java.math.BigDecimal;

/**
 * Classes of the JDK that take long to initialise, which a start needs a little later. They are
 * initialised on a thread of its own, meanwhile.
 */
final class SlowClasses {
  private SlowClasses() {}

  /** Begins to initialise them. */
  static void begin() {
    Thread.ofPlatform().name("slow-classes").daemon().start(SlowClasses::initialise);
  }

  /**
   * BigDecimal computes 5 to the power of 65,536, which takes 25 ms and more before the JVM has
   * compiled anything; every reader of JSON needs the class.
   */
  @SuppressWarnings("ReturnValueIgnored")
  private static void initialise() {
    BigDecimal.valueOf(0);
  }
}
