package io.nephele.core.events;

import java.util.List;

/**
 * Something that happened in a service, as EventBridge's default bus gets it.
 *
 * @param servicePrincipal who tells, for example {@code kms.amazonaws.com}
 * @param source for example {@code aws.kms}
 * @param accountId whose default bus is told
 * @param region where
 * @param detailType for example {@code KMS CMK Rotation}
 * @param resources ARNs of what the event is about
 * @param detail a JSON object
 * @param time when it happened, in milliseconds of the world's clock
 */
public record ServiceEvent(
    String servicePrincipal,
    String source,
    String accountId,
    String region,
    String detailType,
    List<String> resources,
    String detail,
    long time) {}
