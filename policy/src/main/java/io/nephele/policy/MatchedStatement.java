package io.nephele.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement that is about a request, whether or not it decided: what simulations list and what an
 * explanation shows.
 */
public record MatchedStatement(PolicyKind kind, AttachedPolicy policy, Statement statement) {
  /** All statements of all policies that apply to the request on one of its resources. */
  public static List<MatchedStatement> of(
      RequestContext request, PolicySet policies, String resource) {
    List<MatchedStatement> matches = new ArrayList<>();
    boolean hasBoundary = policies.boundary() != null;
    policies.forEach(
        (kind, policy) -> {
          for (Statement statement : policy.document().statements()) {
            if (isAbout(statement, request.principal(), hasBoundary)
                && statement.applies(request, resource)) {
              matches.add(new MatchedStatement(kind, policy, statement));
            }
          }
        });
    return matches;
  }

  private static boolean isAbout(Statement statement, Principal principal, boolean hasBoundary) {
    PrincipalElement named = statement.principal();
    if (named == null) {
      return true;
    }
    return statement.effect() == Effect.DENY
        ? named.denies(principal, hasBoundary)
        : named.grant(principal) != PrincipalElement.Naming.NONE;
  }
}
