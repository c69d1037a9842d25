package io.nephele.core.time;

import java.time.Instant;

/**
 * What turning a clock did.
 *
 * @param from the world's time before
 * @param to the world's time after
 * @param fired how many timers fired and other things of agendas were done on the way
 */
public record Turned(Instant from, Instant to, long fired) {}
