package io.nephele.core.trail;

import java.util.List;

/**
 * Events of an account and region that were written together.
 *
 * @param events in the order of time
 */
record EventBlock(List<TrailEvent> events) {}
