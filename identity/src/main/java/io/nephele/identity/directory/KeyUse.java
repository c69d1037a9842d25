package io.nephele.identity.directory;

import java.time.Instant;

/**
 * The last call that was signed with a lasting access key.
 *
 * @param service the signing name of the service that was called, for example {@code s3}
 * @param region the region that was called
 */
public record KeyUse(Instant at, String service, String region) {}
