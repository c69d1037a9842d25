package io.nephele.core.sources;

import java.time.Instant;
import java.util.Map;

/**
 * A record of a stream.
 *
 * @param eventId its id as an event
 * @param key by which records that must stay in order are told from others
 * @param content what the stream says of it, as those who take events get it
 * @param seen the content as filters see it: data that is a JSON object is one
 * @param about what events say beside it
 * @param size in bytes
 */
public record StreamRecord(
    String sequenceNumber,
    String eventId,
    String key,
    Instant arrivedAt,
    Map<String, Object> content,
    Map<String, Object> seen,
    Map<String, Object> about,
    int size) {}
