package io.nephele.identity.usage;

import java.time.Instant;

/**
 * How an identity used an action on a resource.
 *
 * @param entityArn the ARN of the user, role or root user
 * @param action such as {@code sqs:SendMessage}
 * @param resource the ARN of the resource, or a pattern of several; {@code *} for actions without
 * @param service the name of the service that was called, as the AWS CLI has it
 * @param region the region of the latest call
 * @param firstAt when it was first tried
 * @param lastAt when it was last tried
 * @param allowed how often it was allowed
 * @param denied how often it was denied
 */
public record ActionUse(
    String entityArn,
    String action,
    String resource,
    String service,
    String region,
    Instant firstAt,
    Instant lastAt,
    long allowed,
    long denied) {

  /** The use with what was tried further. */
  ActionUse and(ActionUse later) {
    return new ActionUse(
        entityArn,
        action,
        resource,
        later.service,
        later.region,
        firstAt,
        later.lastAt,
        allowed + later.allowed,
        denied + later.denied);
  }
}
