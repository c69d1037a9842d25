package io.nephele.services.dynamodb.tables;

/**
 * How a table is paid for and what it may consume.
 *
 * @param onDemand whether it is in on-demand mode (PAY_PER_REQUEST)
 * @param onDemandSince when it was last switched to on-demand mode, in milliseconds since 1970; 0
 *     for never
 * @param throughput what is provisioned; none in on-demand mode
 * @param maxRead the most read units a second in on-demand mode, or null
 * @param maxWrite the most write units a second in on-demand mode, or null
 * @param warmRead the read units a second that it is warm for where a user asked for it, else null
 * @param warmWrite as that, of write units
 */
public record Billing(
    boolean onDemand,
    long onDemandSince,
    Throughput throughput,
    Long maxRead,
    Long maxWrite,
    Long warmRead,
    Long warmWrite) {
  /** On-demand since then. */
  public Billing since(long millis) {
    return new Billing(true, millis, Throughput.NONE, maxRead, maxWrite, warmRead, warmWrite);
  }

  /** With other throughput. */
  public Billing with(Throughput changed) {
    return new Billing(onDemand, onDemandSince, changed, maxRead, maxWrite, warmRead, warmWrite);
  }

  /** With other limits of on-demand mode; null for none. */
  public Billing withMaximum(Long read, Long write) {
    return new Billing(onDemand, onDemandSince, throughput, read, write, warmRead, warmWrite);
  }

  /** Warm for so many units a second. */
  public Billing withWarm(Long read, Long write) {
    return new Billing(onDemand, onDemandSince, throughput, maxRead, maxWrite, read, write);
  }
}
