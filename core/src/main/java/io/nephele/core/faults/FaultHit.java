package io.nephele.core.faults;

import java.time.Instant;

/**
 * A fault that befell a call.
 *
 * @param time when, by the world's clock
 * @param rule the id of the rule that asked for it
 * @param what what happened, such as {@code error ServiceUnavailable (503) before}
 */
public record FaultHit(
    Instant time,
    String requestId,
    String rule,
    String service,
    String operation,
    String account,
    String region,
    String what) {}
