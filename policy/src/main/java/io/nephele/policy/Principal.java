package io.nephele.policy;

import java.util.List;

/**
 * Who makes a request.
 *
 * @param type what kind of principal it is
 * @param arn the ARN of the caller itself (the session's for a role session), as messages show it;
 *     for a service its name, for federated callers the identity provider, for anonymous callers
 *     {@code anonymous}
 * @param account the 12-digit account of the caller, or null when it has none (services, anonymous)
 * @param entityArn for a role session the role's ARN, for a federated user the ARN of the user who
 *     asked for the session, otherwise the same as {@code arn}
 * @param uniqueId the unique id (AIDA..., AROA...) of the user or role, or null
 * @param names all names a service goes by, or the canonical user ids of the caller
 */
public record Principal(
    Type type, String arn, String account, String entityArn, String uniqueId, List<String> names) {
  /** Kinds of principals that policies treat differently. */
  public enum Type {
    ROOT,
    USER,
    ROLE_SESSION,
    FEDERATED_USER,
    SERVICE,
    IDENTITY_PROVIDER,
    ANONYMOUS
  }

  public Principal {
    names = List.copyOf(names);
  }

  /** The root user of an account. */
  public static Principal root(String partition, String account) {
    String arn = "arn:" + partition + ":iam::" + account + ":root";
    return new Principal(Type.ROOT, arn, account, arn, account, List.of());
  }

  /** An IAM user; {@code uniqueId} (AIDA...) may be null. */
  public static Principal user(String userArn, String uniqueId) {
    return new Principal(Type.USER, userArn, accountOf(userArn), userArn, uniqueId, List.of());
  }

  /** A session of an assumed role; {@code roleId} (AROA...) may be null. */
  public static Principal roleSession(String sessionArn, String roleArn, String roleId) {
    return new Principal(
        Type.ROLE_SESSION, sessionArn, accountOf(sessionArn), roleArn, roleId, List.of());
  }

  /** A session of GetFederationToken; {@code ownerArn} is the user's, or the root user's, ARN. */
  public static Principal federatedUser(String sessionArn, String ownerArn, String ownerId) {
    return new Principal(
        Type.FEDERATED_USER, sessionArn, accountOf(sessionArn), ownerArn, ownerId, List.of());
  }

  /** An AWS service that calls for itself, such as {@code sns.amazonaws.com}. */
  public static Principal service(String name, String... otherNames) {
    List<String> all = new java.util.ArrayList<>(List.of(otherNames));
    all.add(0, name);
    return new Principal(Type.SERVICE, name, null, name, null, all);
  }

  /** A caller known to a SAML or OIDC provider only: its ARN, or a name such as a public one's. */
  public static Principal identityProvider(String provider) {
    return new Principal(Type.IDENTITY_PROVIDER, provider, null, provider, null, List.of());
  }

  /** A request without credentials. */
  public static Principal anonymous() {
    return new Principal(Type.ANONYMOUS, "anonymous", null, "anonymous", null, List.of());
  }

  /** The same principal, also known by this canonical user id (S3). */
  public Principal withCanonicalUser(String canonicalUserId) {
    return new Principal(type, arn, account, entityArn, uniqueId, List.of(canonicalUserId));
  }

  /** Whether identity policies, boundaries and session policies exist for such a principal. */
  boolean hasIdentityPolicies() {
    return account != null;
  }

  private static String accountOf(String arn) {
    return ArnPattern.split(arn, false)[4];
  }
}
