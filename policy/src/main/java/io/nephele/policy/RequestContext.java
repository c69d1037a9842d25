package io.nephele.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A request to decide on: who, what, on which resources, in which circumstances. Immutable. */
public final class RequestContext {
  private final Principal principal;
  private final String action;
  private final String lowerCaseAction;
  private final List<String> resources;
  private final String resourceAccount;
  private final boolean resourcePolicyRequired;
  private final ConditionKeys keys;

  private RequestContext(Builder builder) {
    this.principal = builder.principal;
    this.action = builder.action;
    this.lowerCaseAction = builder.action.toLowerCase(Locale.ROOT);
    this.resources = builder.resources.isEmpty() ? List.of("*") : List.copyOf(builder.resources);
    this.resourceAccount = builder.resourceAccount;
    this.resourcePolicyRequired = builder.resourcePolicyRequired;
    this.keys = builder.keys;
  }

  /** Starts a request of this principal to perform an action such as {@code sqs:SendMessage}. */
  public static Builder of(Principal principal, String action) {
    return new Builder(principal, action);
  }

  public Principal principal() {
    return principal;
  }

  /** The action as the service writes it, which is how messages show it. */
  public String action() {
    return action;
  }

  /** The ARNs of the resources, all of which must be allowed; {@code *} alone if there is none. */
  public List<String> resources() {
    return resources;
  }

  /** The account that owns the resources, or null when it is the caller's own. */
  public String resourceAccount() {
    return resourceAccount;
  }

  /** Whether the resource's own policy must allow (KMS keys, role trust policies). */
  public boolean resourcePolicyRequired() {
    return resourcePolicyRequired;
  }

  public ConditionKeys keys() {
    return keys;
  }

  String lowerCaseAction() {
    return lowerCaseAction;
  }

  boolean isCrossAccount() {
    return resourceAccount != null && !resourceAccount.equals(principal.account());
  }

  /** Collects what a request is about. */
  public static final class Builder {
    private final Principal principal;
    private final String action;
    private final List<String> resources = new ArrayList<>(1);
    private String resourceAccount;
    private boolean resourcePolicyRequired;
    private ConditionKeys keys = ConditionKeys.NONE;

    private Builder(Principal principal, String action) {
      this.principal = principal;
      this.action = action;
    }

    /** Adds a resource, by its ARN. */
    public Builder resource(String arn) {
      resources.add(arn);
      return this;
    }

    /** Names the account that owns the resources. */
    public Builder resourceAccount(String account) {
      resourceAccount = account;
      return this;
    }

    /** Makes the resource's own policy decide, as for KMS keys and the trust of roles. */
    public Builder resourcePolicyRequired() {
      resourcePolicyRequired = true;
      return this;
    }

    /** Sets the condition keys. */
    public Builder keys(ConditionKeys conditionKeys) {
      keys = conditionKeys;
      return this;
    }

    public RequestContext build() {
      return new RequestContext(this);
    }
  }
}
