package io.nephele.identity.directory;

import java.time.Instant;

/**
 * A version of a managed policy.
 *
 * @param id such as {@code v1}
 */
public record PolicyVersion(String id, String document, Instant createdAt) {}
