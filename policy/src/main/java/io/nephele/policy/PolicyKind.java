package io.nephele.policy;

/** The kinds of policy that take part in a decision, with the words AWS uses for each. */
public enum PolicyKind {
  IDENTITY("an identity-based policy", "identity-based policy"),
  RESOURCE("a resource-based policy", "resource-based policy"),
  TRUST("the role trust policy", "role trust policy"),
  BOUNDARY("a permissions boundary", "permissions boundary"),
  SESSION("a session policy", "session policy"),
  SCP("a service control policy", "service control policy"),
  RCP("a resource control policy", "resource control policy"),
  VPC_ENDPOINT("a VPC endpoint policy", "VPC endpoint policy");

  private final String withArticle;
  private final String noun;

  PolicyKind(String withArticle, String noun) {
    this.withArticle = withArticle;
    this.noun = noun;
  }

  /** The words after "with an explicit deny in", for example {@code a resource-based policy}. */
  public String withArticle() {
    return withArticle;
  }

  /** The words after "because no", for example {@code identity-based policy}. */
  public String noun() {
    return noun;
  }

  /** Whether documents of this kind follow the grammar of identity policies (no principal). */
  boolean isIdentityGrammar() {
    return this == IDENTITY || this == BOUNDARY || this == SESSION;
  }
}
