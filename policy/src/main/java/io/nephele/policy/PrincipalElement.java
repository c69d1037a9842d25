package io.nephele.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Principal or NotPrincipal of a statement. Wildcards other than a whole {@code *} are none.
 */
public final class PrincipalElement {
  /**
   * How a statement names a principal, weakest first. In the principal's own account this decides
   * which other policies still limit the grant.
   */
  enum Naming {
    /** Not named. */
    NONE,
    /** Only its account: the account's own policies decide on. */
    ACCOUNT,
    /** The role of a session, or the user of a federated user: boundary and session limit it. */
    ENTITY,
    /** The very user or session, or everyone: nothing but an explicit deny limits it. */
    DIRECT
  }

  private final Map<String, List<String>> values;
  private final boolean negated;
  private final boolean everyone;
  private final List<String> aws;
  private final List<String> services;
  private final List<String> federated;
  private final List<String> canonicalUsers;

  /**
   * @param values principal type (AWS, Service, Federated, CanonicalUser) to names; {@code *} to
   *     {@code *} when the element is the text {@code "*"}
   */
  PrincipalElement(Map<String, List<String>> values, boolean negated) {
    this.values = Map.copyOf(values);
    this.negated = negated;
    this.everyone = values.containsKey("*");
    this.aws = values.getOrDefault("AWS", List.of());
    this.services = values.getOrDefault("Service", List.of());
    this.federated = values.getOrDefault("Federated", List.of());
    this.canonicalUsers = values.getOrDefault("CanonicalUser", List.of());
  }

  /** Principal type to names, as written. */
  public Map<String, List<String>> values() {
    return values;
  }

  /** Whether this is a NotPrincipal. */
  public boolean negated() {
    return negated;
  }

  /** How an Allow statement with this element names the principal. */
  Naming grant(Principal principal) {
    if (!negated) {
      return naming(principal);
    }
    // Naming any layer of a caller takes it out of a grant to all others.
    return naming(principal) == Naming.NONE ? Naming.DIRECT : Naming.NONE;
  }

  /** Whether a Deny statement with this element is about the principal. */
  boolean denies(Principal principal, boolean hasBoundary) {
    if (!negated) {
      return naming(principal) != Naming.NONE;
    }
    // AWS checks account, entity and session one after the other, so all of them must be listed
    // for a caller to be spared; and a caller with a boundary never is.
    return hasBoundary || !allLayersNamed(principal);
  }

  private Naming naming(Principal principal) {
    if (everyone) {
      return Naming.DIRECT;
    }
    return switch (principal.type()) {
          case SERVICE -> anyOf(services, principal.names()) || aws.contains("*");
          case IDENTITY_PROVIDER -> federated.contains("*") || federated.contains(principal.arn());
          case ANONYMOUS -> aws.contains("*");
          case ROOT, USER, ROLE_SESSION, FEDERATED_USER -> false;
        }
        ? Naming.DIRECT
        : principal.hasIdentityPolicies() ? accountNaming(principal) : Naming.NONE;
  }

  private Naming accountNaming(Principal principal) {
    boolean session =
        principal.type() == Principal.Type.ROLE_SESSION
            || principal.type() == Principal.Type.FEDERATED_USER;
    Naming strongest = anyOf(canonicalUsers, principal.names()) ? Naming.ACCOUNT : Naming.NONE;
    for (String name : aws) {
      if (name.equals("*") || name.equals(principal.arn())) {
        return Naming.DIRECT;
      }
      boolean entity = name.equals(principal.entityArn()) || name.equals(principal.uniqueId());
      if (isAccount(name, principal)) {
        // The account is what a root user is.
        entity = principal.type() == Principal.Type.ROOT;
        strongest = strongest == Naming.NONE ? Naming.ACCOUNT : strongest;
      }
      if (entity && !session) {
        return Naming.DIRECT;
      }
      if (entity) {
        strongest = Naming.ENTITY;
      }
    }
    return strongest;
  }

  private boolean allLayersNamed(Principal principal) {
    if (everyone || !principal.hasIdentityPolicies()) {
      return naming(principal) != Naming.NONE;
    }
    boolean account = false;
    boolean entity = principal.type() == Principal.Type.ROOT;
    boolean self = entity;
    for (String name : aws) {
      if (name.equals("*")) {
        return true;
      }
      account |= isAccount(name, principal);
      entity |= name.equals(principal.entityArn()) || name.equals(principal.uniqueId());
      self |= name.equals(principal.arn()) || name.equals(principal.uniqueId());
    }
    return account && entity && self;
  }

  private static boolean isAccount(String name, Principal principal) {
    String account = principal.account();
    return name.equals(account)
        || (name.endsWith(":root")
            && name.startsWith("arn:")
            && name.regionMatches(
                name.length() - 5 - account.length(), account, 0, account.length())
            && name.startsWith(":iam::", name.length() - 5 - account.length() - 6));
  }

  private static boolean anyOf(List<String> listed, List<String> names) {
    if (listed.contains("*")) {
      return true;
    }
    for (String name : names) {
      if (listed.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Reads a valid element; grammars have checked it before. */
  static PrincipalElement read(Object json, boolean negated) {
    if (!(json instanceof Map<?, ?> map)) {
      return new PrincipalElement(Map.of("*", List.of("*")), negated);
    }
    Map<String, List<String>> values = new java.util.HashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      values.put((String) entry.getKey(), new ArrayList<>(PolicyJson.texts(entry.getValue())));
    }
    return new PrincipalElement(values, negated);
  }
}
