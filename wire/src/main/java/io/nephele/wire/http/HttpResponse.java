package io.nephele.wire.http;

import io.nephele.model.Body;

/**
 * An HTTP response to send.
 *
 * @param status the status code
 * @param headers the header fields
 * @param body the content; streamed. Where its length is -1 it is sent in chunks and flushed as it
 *     comes
 */
public record HttpResponse(int status, Headers headers, Body body) {}
