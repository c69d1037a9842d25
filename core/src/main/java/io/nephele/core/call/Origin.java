package io.nephele.core.call;

/**
 * Where a call came from, as far as the request told.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host and port that the caller addressed, for example {@code localhost:4566}
 * @param sourceAddress the caller's IP address, or the name of the service that calls
 * @param userAgent the caller's user agent, or null
 */
public record Origin(String scheme, String host, String sourceAddress, String userAgent) {}
