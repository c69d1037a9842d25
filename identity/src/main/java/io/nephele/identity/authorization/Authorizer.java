package io.nephele.identity.authorization;

import io.nephele.core.access.Authorization;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.call.Services;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.identity.Principal;
import io.nephele.identity.action.ActionCatalog;
import io.nephele.identity.action.ActionRequest;
import io.nephele.identity.credentials.RequestMfa;
import io.nephele.identity.policies.EffectivePolicies;
import io.nephele.identity.policies.IdentityPolicies;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.Decision;
import io.nephele.policy.PolicyEvaluator;
import io.nephele.policy.PolicySet;
import io.nephele.policy.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Decides whether calls may be made: each thing that a call does to a resource must be allowed by
 * the caller's policies and the resource's.
 */
public final class Authorizer {
  private final ActionCatalog catalog;
  private final EffectivePolicies effective;
  private final Services services;
  private final RequestMfa mfa;
  private final Denials denials;

  /**
   * Decides by those policies.
   *
   * @param services asked for the policies and tags of their resources
   * @param mfa checks the MFA devices that requests show
   * @param encoder encodes what was decided for {@code DecodeAuthorizationMessage}
   */
  public Authorizer(
      ActionCatalog catalog,
      EffectivePolicies effective,
      Services services,
      RequestMfa mfa,
      Function<Decision, String> encoder) {
    this.catalog = catalog;
    this.effective = effective;
    this.services = services;
    this.mfa = mfa;
    this.denials = new Denials(encoder);
  }

  /** Decides on a call. */
  public Authorization authorize(Call call, Struct request) {
    Principal principal = call.principal();
    ProtectedResources ofService = services.resources(call.operation().service().name());
    AwsException refusal = ofService.refusal(call, request);
    if (refusal != null) {
      return Authorization.refused(refusal);
    }
    List<ActionRequest> actions = catalog.requests(call, request, ofService);
    if (actions == null) {
      return principal.type() == Principal.Type.ROOT
          ? Authorization.NOT_NEEDED
          : Authorization.refused(denials.undetermined(call));
    }
    AwsException notForSession = SessionLimits.refusal(call);
    if (notForSession != null) {
      return Authorization.refused(notForSession);
    }
    if (actions.isEmpty()) {
      // What needs no permission still needs a caller, but for what AWS takes unsigned.
      return principal.type() == Principal.Type.ANONYMOUS && !call.operation().optionalAuth()
          ? Authorization.refused(Denials.anonymous(call))
          : Authorization.NOT_NEEDED;
    }
    Instant mfaAt;
    try {
      mfaAt = mfa.ofDecision(call, request);
    } catch (AwsException e) {
      return Authorization.refused(e);
    }
    return decide(call, request, mfaAt, ChainedSession.with(actions, call), ofService);
  }

  /** Decides on one thing that who makes a call is about to do. */
  public Authorization authorize(Call call, ActionRequest action) {
    ProtectedResources ofService = services.resources(call.operation().service().name());
    Struct nothing = new Struct(call.operation().input());
    return decide(call, nothing, null, List.of(action), ofService);
  }

  private Authorization decide(
      Call call,
      Struct request,
      Instant mfaAt,
      List<ActionRequest> actions,
      ProtectedResources ofService) {
    IdentityPolicies own = effective.of(call.principal());
    io.nephele.policy.Principal principal = call.principal().forPolicies();
    List<Decision> decisions = new ArrayList<>(actions.size());
    PolicySet policies = null;
    for (ActionRequest action : actions) {
      Arn arn = Arn.parse(action.resource());
      ResourcePolicy ofResource =
          arn == null ? null : policy(arn, action, call, request, ofService);
      policies = policies(call.principal(), own, ofResource);
      Decision decision =
          PolicyEvaluator.evaluate(
              context(call, mfaAt, principal, own, action, arn, ofResource), policies);
      if (decision.outcome() == Decision.Outcome.IMPLICIT_DENY) {
        AttachedPolicy granted =
            ofService.grants(action.action(), action.resource(), call, request);
        if (granted != null) {
          policies = policies(call.principal(), own, grant(call.principal(), granted));
          decision = granted(call, mfaAt, principal, own, action, arn, policies, decision);
        }
      }
      decisions.add(decision);
      if (!decision.isAllowed() && !action.single()) {
        return new Authorization(decisions, policies, denials.of(call, decision));
      }
    }
    return new Authorization(decisions, policies, null);
  }

  /** A grant is as good as a policy of a resource in the caller's own account. */
  private static ResourcePolicy grant(Principal caller, AttachedPolicy granted) {
    return new ResourcePolicy(caller.accountId(), granted, true);
  }

  /** The decision by what was granted, or the one before if that is a denial too. */
  private static Decision granted(
      Call call,
      Instant mfaAt,
      io.nephele.policy.Principal principal,
      IdentityPolicies own,
      ActionRequest action,
      Arn arn,
      PolicySet policies,
      Decision before) {
    ResourcePolicy grant = grant(call.principal(), policies.resourcePolicies().getFirst());
    Decision decision =
        PolicyEvaluator.evaluate(
            context(call, mfaAt, principal, own, action, arn, grant), policies);
    return decision.isAllowed() ? decision : before;
  }

  private PolicySet policies(Principal caller, IdentityPolicies own, ResourcePolicy ofResource) {
    PolicySet.Builder policies = effective.policySet(caller, own);
    if (ofResource != null && ofResource.policy() != null) {
      policies.resource(ofResource.policy());
    }
    return policies.build();
  }

  private static RequestContext context(
      Call call,
      Instant mfaAt,
      io.nephele.policy.Principal principal,
      IdentityPolicies own,
      ActionRequest action,
      Arn arn,
      ResourcePolicy ofResource) {
    String owner = ofResource == null ? owner(arn) : ofResource.accountId();
    RequestContext.Builder context =
        RequestContext.of(principal, action.action())
            .resource(action.resource())
            .resourceAccount(owner)
            .keys(new GlobalKeys(call, mfaAt, own.tags(), action.keys(), owner));
    if (ofResource != null && ofResource.required()) {
      context.resourcePolicyRequired();
    }
    return context.build();
  }

  /** What the called service says of a resource or, as of roles to pass, another whose it is. */
  private ResourcePolicy policy(
      Arn arn, ActionRequest action, Call call, Struct request, ProtectedResources ofService) {
    String resource = action.resource();
    ResourcePolicy policy = ofService.policy(resource, action.action(), call, request);
    return policy != null || arn.service().equals(call.operation().service().arnNamespace())
        ? policy
        : services.resources(arn.service()).policy(resource, action.action(), call, request);
  }

  private static String owner(Arn arn) {
    return arn != null && AccountIds.isAccountId(arn.account()) ? arn.account() : null;
  }
}
