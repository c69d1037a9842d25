package io.nephele.wire.validate;

import io.nephele.model.Protocol;
import io.nephele.model.Service;
import java.util.Set;

/** How a service tells that a request breaks the bounds of its model. */
public enum ValidationStyle {
  /** The words of most AWS services, code {@code ValidationException}. */
  CORAL,
  /**
   * The same words under the code {@code ValidationError}, as services of the query protocol have
   * it.
   */
  CORAL_QUERY,
  /** As that, but values of a wrong form are told in the words of IAM alone. */
  IAM,
  /** The words of servers that Smithy generates, with a list of fields. */
  SMITHY,
  /** The service checks its requests itself. */
  NONE;

  private static final Set<String> OWN_CHECKS =
      Set.of("dynamodb", "dynamodbstreams", "ec2", "s3", "s3control", "sqs");

  /** The style of an AWS service in the protocol that it prefers. */
  public static ValidationStyle of(Service service) {
    return of(service, service.protocols().getFirst());
  }

  /** The style of an AWS service in that protocol. */
  public static ValidationStyle of(Service service, Protocol protocol) {
    if (OWN_CHECKS.contains(service.name())) {
      return NONE;
    }
    if (service.name().equals("iam")) {
      return IAM;
    }
    return protocol == Protocol.AWS_QUERY || protocol == Protocol.EC2_QUERY ? CORAL_QUERY : CORAL;
  }
}
