package io.nephele.services.logs.events;

import java.math.BigInteger;

/** The sequence tokens of streams, which nobody has to send any more. */
public final class SequenceTokens {
  private static final BigInteger BASE = new BigInteger("4").multiply(BigInteger.TEN.pow(55));

  private SequenceTokens() {}

  /** The token for the row of that number, 56 digits. */
  public static String of(long row) {
    return BASE.add(BigInteger.valueOf(row)).toString();
  }
}
