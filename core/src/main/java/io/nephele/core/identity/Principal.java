package io.nephele.core.identity;

import io.nephele.core.partition.Partition;

/**
 * Who calls: an account's root user, or an AWS service on its own behalf.
 *
 * @param type the kind of principal
 * @param accountId the account that the principal belongs to; of a service, the account on whose
 *     resource it acts
 * @param name the ARN, or the service's principal name such as {@code sns.amazonaws.com}
 */
public record Principal(Type type, String accountId, String name) {
  /** The kinds of principals. */
  public enum Type {
    ROOT,
    SERVICE
  }

  /** The root user of an account. */
  public static Principal root(Partition partition, String accountId) {
    return new Principal(
        Type.ROOT, accountId, "arn:" + partition.id() + ":iam::" + accountId + ":root");
  }

  /** A service that acts for the owner of a resource in that account. */
  public static Principal service(String servicePrincipal, String accountId) {
    return new Principal(Type.SERVICE, accountId, servicePrincipal);
  }
}
