package io.nephele.policy;

import static io.nephele.policy.PolicyKind.RCP;
import static io.nephele.policy.PolicyKind.SCP;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * All policies that apply to a request. Which ones these are (the groups of a user, the path from
 * the organization's root to an account ...) is the caller's to find out.
 *
 * @param identityPolicies of the user and its groups, or of the role
 * @param resourcePolicies of the resource; the trust policy for AssumeRole and its kin
 * @param boundary the permissions boundary, or null
 * @param sessionPolicies given when the session was made; null if none were, which is not the same
 *     as policies that allow nothing
 * @param serviceControlPolicies one list for each level from the organization's root to the
 *     caller's account; each level must allow
 * @param resourceControlPolicies likewise, for the account of the resource
 * @param vpcEndpointPolicy of the endpoint that the request came through, or null
 */
public record PolicySet(
    List<AttachedPolicy> identityPolicies,
    List<AttachedPolicy> resourcePolicies,
    AttachedPolicy boundary,
    List<AttachedPolicy> sessionPolicies,
    List<List<AttachedPolicy>> serviceControlPolicies,
    List<List<AttachedPolicy>> resourceControlPolicies,
    AttachedPolicy vpcEndpointPolicy) {
  /** No policies at all. */
  public static final PolicySet EMPTY = builder().build();

  public PolicySet {
    identityPolicies = List.copyOf(identityPolicies);
    resourcePolicies = List.copyOf(resourcePolicies);
    sessionPolicies = sessionPolicies == null ? null : List.copyOf(sessionPolicies);
    serviceControlPolicies = List.copyOf(serviceControlPolicies);
    resourceControlPolicies = List.copyOf(resourceControlPolicies);
  }

  /** Hands every policy over, with the kind that its place makes it. */
  public void forEach(BiConsumer<PolicyKind, AttachedPolicy> consumer) {
    serviceControlPolicies.forEach(level -> level.forEach(p -> consumer.accept(SCP, p)));
    resourceControlPolicies.forEach(level -> level.forEach(p -> consumer.accept(RCP, p)));
    if (vpcEndpointPolicy != null) {
      consumer.accept(PolicyKind.VPC_ENDPOINT, vpcEndpointPolicy);
    }
    resourcePolicies.forEach(p -> consumer.accept(p.document().kind(), p));
    identityPolicies.forEach(p -> consumer.accept(PolicyKind.IDENTITY, p));
    if (boundary != null) {
      consumer.accept(PolicyKind.BOUNDARY, boundary);
    }
    if (sessionPolicies != null) {
      sessionPolicies.forEach(p -> consumer.accept(PolicyKind.SESSION, p));
    }
  }

  /** Starts an empty set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the policies of a request. */
  public static final class Builder {
    private final List<AttachedPolicy> identity = new ArrayList<>();
    private final List<AttachedPolicy> resource = new ArrayList<>();
    private AttachedPolicy boundary;
    private List<AttachedPolicy> session;
    private final List<List<AttachedPolicy>> scpLevels = new ArrayList<>();
    private final List<List<AttachedPolicy>> rcpLevels = new ArrayList<>();
    private AttachedPolicy vpcEndpoint;

    private Builder() {}

    /** Adds an identity policy. */
    public Builder identity(AttachedPolicy policy) {
      identity.add(policy);
      return this;
    }

    /** Adds a policy of the resource, or the trust policy. */
    public Builder resource(AttachedPolicy policy) {
      resource.add(policy);
      return this;
    }

    /** Sets the permissions boundary. */
    public Builder boundary(AttachedPolicy policy) {
      boundary = policy;
      return this;
    }

    /** Adds a session policy. */
    public Builder session(AttachedPolicy policy) {
      session = session == null ? new ArrayList<>() : session;
      session.add(policy);
      return this;
    }

    /** Adds the service control policies of the next level down. */
    public Builder scpLevel(List<AttachedPolicy> policies) {
      scpLevels.add(List.copyOf(policies));
      return this;
    }

    /** Adds the resource control policies of the next level down. */
    public Builder rcpLevel(List<AttachedPolicy> policies) {
      rcpLevels.add(List.copyOf(policies));
      return this;
    }

    /** Sets the policy of the VPC endpoint. */
    public Builder vpcEndpoint(AttachedPolicy policy) {
      vpcEndpoint = policy;
      return this;
    }

    public PolicySet build() {
      return new PolicySet(
          identity, resource, boundary, session, scpLevels, rcpLevels, vpcEndpoint);
    }
  }
}
