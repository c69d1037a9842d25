package io.nephele.services.xray;

/**
 * A segment, or a subsegment that came alone, as it was sent.
 *
 * @param document the JSON text
 * @param subsegment whether it is a subsegment
 * @param inProgress whether it has not ended
 * @param revision how often it was sent
 */
record StoredSegment(String document, boolean subsegment, boolean inProgress, int revision) {}
