package io.nephele.policy;

import io.nephele.policy.Decision.Outcome;
import io.nephele.policy.PrincipalElement.Naming;
import java.util.List;

/**
 * Decides on requests as AWS does: an explicit deny in any policy wins; control policies, boundary
 * and session policies each must allow; identity and resource policies grant, either of them within
 * an account and both across accounts.
 */
public final class PolicyEvaluator {
  private PolicyEvaluator() {}

  /** Decides on a request; with several resources the first denied one decides. */
  public static Decision evaluate(RequestContext request, PolicySet policies) {
    Decision decision = null;
    for (String resource : request.resources()) {
      decision = new Evaluation(request, policies, resource).decide();
      if (!decision.isAllowed()) {
        return decision;
      }
    }
    return decision;
  }

  /** The evaluation of one resource. */
  private record Evaluation(RequestContext request, PolicySet policies, String resource) {
    Decision decide() {
      Decision denied = explicitDeny();
      if (denied != null) {
        return denied;
      }
      if (!allLevelsAllow(policies.resourceControlPolicies())) {
        return implicitDeny(PolicyKind.RCP);
      }
      if (!allLevelsAllow(policies.serviceControlPolicies())) {
        return implicitDeny(PolicyKind.SCP);
      }
      AttachedPolicy endpoint = policies.vpcEndpointPolicy();
      if (endpoint != null
          && grantOf(PolicyKind.VPC_ENDPOINT, List.of(endpoint)).naming == Naming.NONE) {
        return implicitDeny(PolicyKind.VPC_ENDPOINT);
      }
      Grant byResource = grantOf(resourceKind(), policies.resourcePolicies());
      if (!request.principal().hasIdentityPolicies()) {
        return byResource.naming == Naming.NONE
            ? implicitDeny(resourceKind())
            : allowed(byResource);
      }
      return decideForAccount(byResource);
    }

    private Decision decideForAccount(Grant byResource) {
      boolean named = byResource.naming != Naming.NONE;
      boolean crossAccount = request.isCrossAccount();
      if (!named && (crossAccount || request.resourcePolicyRequired())) {
        return implicitDeny(resourceKind());
      }
      if (!crossAccount && byResource.naming == Naming.DIRECT) {
        return allowed(byResource);
      }
      Grant byIdentity = identityGrant();
      boolean roleNamed = !crossAccount && byResource.naming == Naming.ENTITY;
      if (byIdentity == null && !roleNamed) {
        return implicitDeny(PolicyKind.IDENTITY);
      }
      if (!boundaryAllows()) {
        return implicitDeny(PolicyKind.BOUNDARY);
      }
      if (!sessionAllows()) {
        return implicitDeny(PolicyKind.SESSION);
      }
      return allowed(byIdentity == null ? byResource : byIdentity);
    }

    /** A statement that grants and how it names the caller. */
    private record Grant(
        Naming naming, PolicyKind kind, AttachedPolicy policy, Statement statement) {
      static final Grant NONE = new Grant(Naming.NONE, null, null, null);
      // A root user may do everything in its account without a policy that says so.
      static final Grant ROOT = new Grant(Naming.DIRECT, null, null, null);
    }

    // What a policy is called depends on where it is attached: a managed policy may be a boundary.
    private PolicyKind resourceKind() {
      return policies.resourcePolicies().isEmpty()
          ? PolicyKind.RESOURCE
          : policies.resourcePolicies().getFirst().document().kind();
    }

    // In one account there may be several policies on a resource; the strongest naming counts.
    private Grant grantOf(PolicyKind kind, List<AttachedPolicy> attached) {
      Grant best = Grant.NONE;
      for (AttachedPolicy policy : attached) {
        for (Statement statement : policy.document().statements()) {
          if (statement.effect() == Effect.ALLOW) {
            Naming naming = namingOf(statement);
            if (naming.compareTo(best.naming) > 0 && statement.applies(request, resource)) {
              best = new Grant(naming, kind, policy, statement);
            }
          }
        }
      }
      return best;
    }

    private Naming namingOf(Statement statement) {
      return statement.principal() == null
          ? Naming.DIRECT
          : statement.principal().grant(request.principal());
    }

    private Grant identityGrant() {
      Grant grant = grantOf(PolicyKind.IDENTITY, policies.identityPolicies());
      if (grant.naming != Naming.NONE) {
        return grant;
      }
      return isRootOrItsSession() ? Grant.ROOT : null;
    }

    private boolean isRootOrItsSession() {
      Principal principal = request.principal();
      return principal.type() == Principal.Type.ROOT
          || (principal.type() == Principal.Type.FEDERATED_USER
              && principal.entityArn().endsWith(":root"));
    }

    private boolean boundaryAllows() {
      AttachedPolicy boundary = policies.boundary();
      return boundary == null
          || grantOf(PolicyKind.BOUNDARY, List.of(boundary)).naming != Naming.NONE;
    }

    private boolean sessionAllows() {
      List<AttachedPolicy> session = policies.sessionPolicies();
      if (session == null) {
        // A federated user without session policies has only what resources grant it.
        return request.principal().type() != Principal.Type.FEDERATED_USER;
      }
      return grantOf(PolicyKind.SESSION, session).naming != Naming.NONE;
    }

    private boolean allLevelsAllow(List<List<AttachedPolicy>> levels) {
      for (List<AttachedPolicy> level : levels) {
        if (grantOf(PolicyKind.SCP, level).naming == Naming.NONE) {
          return false;
        }
      }
      return true;
    }

    private Decision explicitDeny() {
      Decision denied = denyOfLevels(PolicyKind.SCP, policies.serviceControlPolicies());
      if (denied == null) {
        denied = denyOfLevels(PolicyKind.RCP, policies.resourceControlPolicies());
      }
      if (denied == null) {
        denied = denyOf(PolicyKind.VPC_ENDPOINT, policies.vpcEndpointPolicy());
      }
      if (denied == null) {
        denied = denyOf(resourceKind(), policies.resourcePolicies());
      }
      if (denied == null) {
        denied = denyOf(PolicyKind.IDENTITY, policies.identityPolicies());
      }
      if (denied == null) {
        denied = denyOf(PolicyKind.BOUNDARY, policies.boundary());
      }
      if (denied == null && policies.sessionPolicies() != null) {
        denied = denyOf(PolicyKind.SESSION, policies.sessionPolicies());
      }
      return denied;
    }

    private Decision denyOfLevels(PolicyKind kind, List<List<AttachedPolicy>> levels) {
      for (List<AttachedPolicy> level : levels) {
        Decision denied = denyOf(kind, level);
        if (denied != null) {
          return denied;
        }
      }
      return null;
    }

    private Decision denyOf(PolicyKind kind, List<AttachedPolicy> attached) {
      for (AttachedPolicy policy : attached) {
        Decision denied = denyOf(kind, policy);
        if (denied != null) {
          return denied;
        }
      }
      return null;
    }

    private Decision denyOf(PolicyKind kind, AttachedPolicy policy) {
      if (policy == null) {
        return null;
      }
      boolean hasBoundary = policies.boundary() != null;
      for (Statement statement : policy.document().statements()) {
        if (statement.effect() == Effect.DENY
            && (statement.principal() == null
                || statement.principal().denies(request.principal(), hasBoundary))
            && statement.applies(request, resource)) {
          return new Decision(Outcome.EXPLICIT_DENY, kind, policy, statement, request, resource);
        }
      }
      return null;
    }

    private Decision allowed(Grant grant) {
      return new Decision(
          Outcome.ALLOWED, grant.kind, grant.policy, grant.statement, request, resource);
    }

    private Decision implicitDeny(PolicyKind kind) {
      return new Decision(Outcome.IMPLICIT_DENY, kind, null, null, request, resource);
    }
  }
}
