package io.nephele.services.iam;

import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.Statement;
import io.nephele.policy.StatementPosition;
import java.util.List;

/**
 * A policy that takes part in a simulation.
 *
 * @param id what results call it
 * @param kind the kind that its place makes it
 * @param text the document as it was given
 */
record SimulatedPolicy(String id, PolicyKind kind, String text, AttachedPolicy attached) {
  static SimulatedPolicy of(String id, PolicyKind kind, String text, PolicyDocument document) {
    return new SimulatedPolicy(id, kind, text, new AttachedPolicy(document, id));
  }

  /** What results call its kind. */
  String type() {
    return switch (kind) {
      case RESOURCE -> "Resource Policy";
      case BOUNDARY -> "Permissions Boundary Policy";
      default -> "IAM Policy";
    };
  }

  /** Where one of its statements stands. */
  StatementPosition position(Statement statement) {
    List<Statement> statements = attached.document().statements();
    for (int i = 0; i < statements.size(); i++) {
      // The very one: two statements may say the same.
      if (statements.get(i) == statement) {
        return StatementPosition.of(text).get(i);
      }
    }
    throw new IllegalArgumentException("not a statement of " + id);
  }
}
