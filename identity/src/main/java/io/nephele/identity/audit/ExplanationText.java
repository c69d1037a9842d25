package io.nephele.identity.audit;

import io.nephele.core.faults.FaultHit;
import io.nephele.identity.audit.Explanation.Decided;

/** Tells an explanation to a person at a terminal. */
public final class ExplanationText {
  private ExplanationText() {}

  /** Several lines, the last of which ends. */
  public static String of(Explanation explanation) {
    StringBuilder text = new StringBuilder(512);
    text.append(explanation.time()).append("  ").append(explanation.operation());
    text.append("  ").append(explanation.allowed() ? "allowed" : "DENIED").append('\n');
    line(text, "request", explanation.requestId());
    line(text, "caller", explanation.principal());
    for (Decided decided : explanation.decisions()) {
      line(text, "decision", decision(decided));
    }
    for (Decided statement : explanation.statements()) {
      line(text, "matched", statement(statement));
    }
    for (String policy : explanation.policies()) {
      line(text, "looked at", policy);
    }
    for (FaultHit fault : explanation.faults()) {
      line(text, "fault", fault.rule() + ": " + fault.what());
    }
    if (explanation.message() != null) {
      line(text, "told", explanation.message());
    } else if (explanation.error() != null) {
      line(text, "error", explanation.error());
    }
    return text.toString();
  }

  private static String decision(Decided decided) {
    return decided.action()
        + " on "
        + decided.resource()
        + ": "
        + switch (decided.outcome()) {
          case "allowed" ->
              decided.kind() == null ? "allowed to root users" : "allowed" + by(decided);
          case "explicitDeny" -> "denied" + by(decided);
          default -> "no " + decided.kind() + " allows it";
        };
  }

  private static String statement(Decided statement) {
    return (statement.outcome().equals("allowed") ? "allow" : "deny") + by(statement);
  }

  private static String by(Decided decided) {
    return " by "
        + (decided.statement() == null ? "" : "statement " + decided.statement() + " of ")
        + decided.kind()
        + (decided.policy() == null ? "" : " " + decided.policy());
  }

  private static void line(StringBuilder text, String label, String content) {
    text.append("  ").append(label).append(" ".repeat(Math.max(1, 11 - label.length())));
    text.append(content).append('\n');
  }
}
