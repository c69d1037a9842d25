package io.nephele.core.identity;

import io.nephele.core.partition.Partition;
import java.util.List;

/**
 * Who calls.
 *
 * @param type the kind of principal
 * @param accountId the account that the principal belongs to; of a service, the account on whose
 *     resource it acts; null for anonymous callers
 * @param arn the ARN of the caller itself, of a role's session that of the session; of a service
 *     its name, such as {@code sns.amazonaws.com}; {@code anonymous} for anonymous callers
 * @param entityArn of a role's session the ARN of the role, of a federated user that of the user
 *     who asked for the session; else the same as {@code arn}
 * @param id the unique id as {@code GetCallerIdentity} answers it: AIDA... of users, AROA...:name
 *     of role sessions, the account of root users; null for services and anonymous callers
 * @param accessKeyId the key that signed the request, or null where none did
 * @param session what temporary credentials bring with them, or null for lasting ones
 */
public record Principal(
    Type type,
    String accountId,
    String arn,
    String entityArn,
    String id,
    String accessKeyId,
    Session session) {
  /** The kinds of principals. */
  public enum Type {
    ROOT,
    USER,
    ROLE_SESSION,
    FEDERATED_USER,
    SERVICE,
    ANONYMOUS
  }

  /** A caller without credentials. */
  public static final Principal ANONYMOUS =
      new Principal(Type.ANONYMOUS, null, "anonymous", "anonymous", null, null, null);

  /** The root user of an account. */
  public static Principal root(Partition partition, String accountId) {
    String arn = "arn:" + partition.id() + ":iam::" + accountId + ":root";
    return new Principal(Type.ROOT, accountId, arn, arn, accountId, null, null);
  }

  /**
   * An IAM user.
   *
   * @param userId AIDA...
   */
  public static Principal user(String accountId, String userArn, String userId) {
    return new Principal(Type.USER, accountId, userArn, userArn, userId, null, null);
  }

  /**
   * A session of an assumed role.
   *
   * @param roleId AROA...
   */
  public static Principal roleSession(
      String accountId, String sessionArn, String roleArn, String roleId, Session session) {
    return new Principal(
        Type.ROLE_SESSION,
        accountId,
        sessionArn,
        roleArn,
        roleId + ":" + session.name(),
        null,
        session);
  }

  /** A session of {@code GetFederationToken}, asked for by that user or root user. */
  public static Principal federatedUser(
      String accountId, String sessionArn, String ownerArn, Session session) {
    return new Principal(
        Type.FEDERATED_USER,
        accountId,
        sessionArn,
        ownerArn,
        accountId + ":" + session.name(),
        null,
        session);
  }

  /** A service that acts for the owner of a resource in that account. */
  public static Principal service(String servicePrincipal, String accountId) {
    return new Principal(
        Type.SERVICE, accountId, servicePrincipal, servicePrincipal, null, null, null);
  }

  /** The same principal with a key of its own. */
  public Principal withAccessKey(String keyId) {
    return new Principal(type, accountId, arn, entityArn, id, keyId, session);
  }

  /** The same principal with temporary credentials, as {@code GetSessionToken} gives them. */
  public Principal withSession(Session temporary) {
    return new Principal(type, accountId, arn, entityArn, id, accessKeyId, temporary);
  }

  /** The principal as policies see it. */
  public io.nephele.policy.Principal forPolicies() {
    return switch (type) {
      case SERVICE -> io.nephele.policy.Principal.service(arn);
      case ANONYMOUS -> io.nephele.policy.Principal.anonymous();
      case ROOT -> of(io.nephele.policy.Principal.Type.ROOT, id);
      case USER -> of(io.nephele.policy.Principal.Type.USER, id);
      case FEDERATED_USER -> of(io.nephele.policy.Principal.Type.FEDERATED_USER, null);
      case ROLE_SESSION ->
          of(io.nephele.policy.Principal.Type.ROLE_SESSION, id.substring(0, id.indexOf(':')));
    };
  }

  private io.nephele.policy.Principal of(io.nephele.policy.Principal.Type kind, String uniqueId) {
    return new io.nephele.policy.Principal(kind, arn, accountId, entityArn, uniqueId, List.of());
  }
}
