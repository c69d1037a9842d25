package io.nephele.wire.eventstream;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message of an event stream.
 *
 * @param headers values by name: {@link Boolean}, {@link Byte}, {@link Short}, {@link Integer},
 *     {@link Long}, {@link io.nephele.model.Bytes}, {@link String}, {@link java.time.Instant} or
 *     {@link java.util.UUID}
 * @param payload the content, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // frames are passed on, never compared
public record EventMessage(Map<String, Object> headers, byte[] payload) {
  static final String MESSAGE_TYPE = ":message-type";
  static final String EVENT_TYPE = ":event-type";
  static final String EXCEPTION_TYPE = ":exception-type";
  static final String CONTENT_TYPE = ":content-type";
  static final String ERROR_CODE = ":error-code";
  static final String ERROR_MESSAGE = ":error-message";
  static final String CHUNK_SIGNATURE = ":chunk-signature";

  /** The header's text, or null where there is none or it is no text. */
  public String text(String header) {
    return headers.get(header) instanceof String text ? text : null;
  }

  static EventMessage event(
      String type, String contentType, Map<String, Object> own, byte[] payload) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(EVENT_TYPE, type);
    if (contentType != null) {
      headers.put(CONTENT_TYPE, contentType);
    }
    headers.put(MESSAGE_TYPE, "event");
    headers.putAll(own);
    return new EventMessage(headers, payload);
  }

  static EventMessage exception(String type, String contentType, byte[] payload) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(EXCEPTION_TYPE, type);
    headers.put(CONTENT_TYPE, contentType);
    headers.put(MESSAGE_TYPE, "exception");
    return new EventMessage(headers, payload);
  }

  static EventMessage error(String code, String message) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(ERROR_CODE, code);
    headers.put(ERROR_MESSAGE, message == null ? "" : message);
    headers.put(MESSAGE_TYPE, "error");
    return new EventMessage(headers, new byte[0]);
  }
}
