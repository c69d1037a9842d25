package io.nephele.services.lambda.polling;

import io.nephele.core.sources.StreamRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record of a stream.
 *
 * @param key by which records that must stay in order are told from others
 * @param record as the function gets it
 * @param seen as filters see it
 */
record StreamItem(
    String sequenceNumber,
    String key,
    Instant arrivedAt,
    Map<String, Object> record,
    Map<String, Object> seen,
    int size) {
  /** A record of a data stream of Kinesis, which is read by that role. */
  static StreamItem ofDataStream(StreamRecord record, String role) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("kinesis", record.content());
    event.putAll(record.about());
    event.put("invokeIdentityArn", role);
    return of(record, event);
  }

  /** A record of a table's stream. */
  static StreamItem ofTable(StreamRecord record) {
    Map<String, Object> event = new LinkedHashMap<>(record.content());
    event.putAll(record.about());
    return of(record, event);
  }

  private static StreamItem of(StreamRecord record, Map<String, Object> event) {
    return new StreamItem(
        record.sequenceNumber(),
        record.key(),
        record.arrivedAt(),
        event,
        record.seen(),
        record.size());
  }
}
