package io.nephele.policy;

/**
 * What was decided and what decided it.
 *
 * @param outcome the decision
 * @param kind the kind of policy that decided; null when a root user needed none
 * @param policy the policy whose statement decided, or null for an implicit deny
 * @param statement the statement that decided, or null for an implicit deny
 * @param resource the resource that was denied, or the last one allowed
 */
public record Decision(
    Outcome outcome,
    PolicyKind kind,
    AttachedPolicy policy,
    Statement statement,
    RequestContext request,
    String resource) {
  /** The three ends of an evaluation. */
  public enum Outcome {
    ALLOWED,
    EXPLICIT_DENY,
    IMPLICIT_DENY
  }

  public boolean isAllowed() {
    return outcome == Outcome.ALLOWED;
  }

  /** AWS's words for the denial, as most services have them. */
  public String message() {
    return message(MessageStyle.USUAL);
  }

  /**
   * AWS's words for the denial.
   *
   * @throws IllegalStateException if the request was allowed
   */
  public String message(MessageStyle style) {
    if (isAllowed()) {
      throw new IllegalStateException("An allowed request has no denial message.");
    }
    StringBuilder text = new StringBuilder(256);
    text.append("User: ").append(request.principal().arn());
    text.append(" is not authorized to perform: ").append(request.action());
    switch (style.resource()) {
      case PLAIN -> text.append(" on resource: ").append(resource);
      case QUOTED -> text.append(" on resource: \"").append(resource).append('"');
      case OMITTED -> {}
    }
    if (style.reason()) {
      appendReason(text, style);
    }
    return text.toString();
  }

  private void appendReason(StringBuilder text, MessageStyle style) {
    if (outcome == Outcome.IMPLICIT_DENY) {
      text.append(" because no ").append(kind.noun());
      text.append(" allows the ").append(request.action()).append(" action");
      return;
    }
    text.append(" with an explicit deny in ").append(kind.withArticle());
    boolean arnsOfKind = kind != PolicyKind.RESOURCE && kind != PolicyKind.TRUST;
    if (style.policyArn() && arnsOfKind && policy.hasArn() && !request.isCrossAccount()) {
      text.append(": ").append(policy.name());
    }
  }
}
