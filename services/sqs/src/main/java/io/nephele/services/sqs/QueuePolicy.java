package io.nephele.services.sqs;

import static io.nephele.api.sqs.QueueAttributeName.POLICY;

import io.nephele.api.sqs.OverLimit;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.identity.AccountIds;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.Effect;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.ResourcePolicyRules;
import io.nephele.policy.Statement;
import java.util.List;

/** Which policies a queue can have, and what authorisation is told of them. */
final class QueuePolicy {
  private static final ResourcePolicyRules RULES = ResourcePolicyRules.strict("sqs");
  private static final String LIST_QUEUES = "sqs:ListQueues";

  private QueuePolicy() {}

  /** Returns the text if it can be the policy of a queue; answers with an error if not. */
  static String check(String json, Queue queue) {
    PolicyDocument document;
    try {
      document = PolicyDocument.parse(json, PolicyKind.RESOURCE, RULES);
    } catch (MalformedPolicyException e) {
      throw SqsErrors.invalidAttributeValue(POLICY); // SQS does not say what is wrong
    }
    int statements = document.statements().size();
    if (statements > Limits.POLICY_STATEMENTS) {
      throw new OverLimit(
          statements
              + " statements were found in the submitted policy, max allowed is "
              + Limits.POLICY_STATEMENTS);
    }
    for (Statement statement : document.statements()) {
      if (letsOthersListQueues(statement, queue.accountId())) {
        throw SqsErrors.invalidAttributeValue(POLICY);
      }
    }
    return json;
  }

  /**
   * Queues are listed by account, so that SQS refuses a statement that would let a principal of
   * another account list them.
   */
  private static boolean letsOthersListQueues(Statement statement, String accountId) {
    boolean lists = false;
    for (String action : statement.action().values()) {
      lists |= action.equalsIgnoreCase(LIST_QUEUES);
    }
    if (!lists
        || statement.effect() == Effect.DENY
        || statement.action().negated()
        || statement.principal().negated()) {
      return false;
    }
    for (String name : statement.principal().values().getOrDefault("AWS", List.of())) {
      Arn arn = Arn.parse(name);
      String account = arn == null ? name : arn.account();
      if (AccountIds.isAccountId(account) && !account.equals(accountId)) {
        return true;
      }
    }
    return false;
  }

  /** What authorisation is told of a queue's policy; null if it has none. */
  static ResourcePolicy of(Queue queue) {
    String json = queue.attributes().get(POLICY);
    if (json == null) {
      return null;
    }
    PolicyDocument document = PolicyDocument.parse(json, PolicyKind.RESOURCE);
    return ResourcePolicy.of(queue.accountId(), new AttachedPolicy(document, queue.arn()));
  }
}
