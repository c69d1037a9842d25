package io.nephele.services.lambda.polling;

import java.time.Instant;
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
    int size) {}
