package io.nephele.services.xray;

import io.nephele.model.Bytes;

/**
 * A segment, or a subsegment that came alone, as it was sent.
 *
 * @param document the JSON text; null if it is encrypted under a key of KMS
 * @param subsegment whether it is a subsegment
 * @param inProgress whether it has not ended
 * @param revision how often it was sent
 * @param dataKey the number of the data key that it is encrypted under; 0 if it is not
 * @param encrypted the text under that key, or null
 */
record StoredSegment(
    String document,
    boolean subsegment,
    boolean inProgress,
    int revision,
    long dataKey,
    Bytes encrypted) {
  /** The same, sent that often and not going on. */
  StoredSegment again(int times) {
    return new StoredSegment(document, subsegment, false, times, dataKey, encrypted);
  }

  /** The same content, sent that often. */
  StoredSegment withRevision(int times) {
    return new StoredSegment(document, subsegment, inProgress, times, dataKey, encrypted);
  }

  /** About how long it is. */
  int length() {
    return document == null ? encrypted.length() : document.length();
  }
}
