package io.nephele.services.sqs;

import static io.nephele.api.sqs.QueueAttributeName.POLICY;

import io.nephele.api.sqs.AddPermissionRequest;
import io.nephele.api.sqs.OverLimit;
import io.nephele.api.sqs.RemovePermissionRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.call.Call;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations that write statements of a queue's policy. */
final class Permissions {
  private static final int MAX_LABEL_LENGTH = 80;
  private static final int MAX_ACTIONS = 7;
  private static final Set<String> GRANTABLE =
      Set.of(
          "*",
          "ChangeMessageVisibility",
          "DeleteMessage",
          "GetQueueAttributes",
          "GetQueueUrl",
          "ListDeadLetterSourceQueues",
          "PurgeQueue",
          "ReceiveMessage",
          "SendMessage");

  private final SqsWorld sqs;

  Permissions(SqsWorld sqs) {
    this.sqs = sqs;
  }

  Unit add(AddPermissionRequest in, Call call) {
    Queue queue = sqs.findOwn(in.queueUrl(), call);
    checkLabel(in.label());
    checkActions(in.actions());
    checkAccounts(in.awsAccountIds());
    sqs.write(
        queue,
        (transaction, current) -> {
          EditablePolicy policy = EditablePolicy.of(current);
          if (policy.indexOf(in.label()) >= 0) {
            throw SqsErrors.invalidParameter(in.label(), "Label", "Already exists.");
          }
          List<Object> statements = new ArrayList<>(policy.statements());
          statements.add(statement(in, current.address()));
          if (statements.size() > Limits.POLICY_STATEMENTS) {
            throw new OverLimit(
                statements.size() + " Statements were found, maximum allowed is 20.");
          }
          put(transaction, current, policy.with(statements).toJson());
          return null;
        });
    return SqsWorld.done(call);
  }

  Unit remove(RemovePermissionRequest in, Call call) {
    Queue queue = sqs.findOwn(in.queueUrl(), call);
    checkLabel(in.label());
    sqs.write(
        queue,
        (transaction, current) -> {
          EditablePolicy policy = EditablePolicy.of(current);
          int index = policy.indexOf(in.label());
          if (index < 0) {
            throw SqsErrors.invalidParameter(in.label(), "Label", "can't find label.");
          }
          List<Object> statements = new ArrayList<>(policy.statements());
          statements.remove(index);
          put(transaction, current, statements.isEmpty() ? null : policy.with(statements).toJson());
          return null;
        });
    return SqsWorld.done(call);
  }

  private void put(Transaction transaction, Queue queue, String policy) {
    Map<String, String> attributes = new LinkedHashMap<>(queue.attributes());
    if (policy == null) {
      attributes.remove(POLICY);
    } else {
      attributes.put(POLICY, policy);
    }
    sqs.queues().put(transaction, queue.with(queue.redrive(), attributes).changedAt(sqs.now()));
  }

  private static Map<String, Object> statement(AddPermissionRequest in, QueueAddress address) {
    List<String> principals = new ArrayList<>();
    for (String account : in.awsAccountIds()) {
      principals.add("arn:" + address.region().partition().id() + ":iam::" + account + ":root");
    }
    List<String> actions = new ArrayList<>();
    for (String action : in.actions()) {
      actions.add("SQS:" + action);
    }
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", in.label());
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("AWS", oneOrAll(principals)));
    statement.put("Action", oneOrAll(actions));
    statement.put("Resource", address.arn());
    return statement;
  }

  private static Object oneOrAll(List<String> values) {
    return values.size() == 1 ? values.getFirst() : values;
  }

  private static void checkLabel(String label) {
    if (label == null || label.isEmpty()) {
      throw SqsErrors.missingParameter("Label");
    }
    if (!Texts.isName(label, MAX_LABEL_LENGTH)) {
      throw SqsErrors.invalidParameter(
          label,
          "Label",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
    }
  }

  private static void checkActions(List<String> actions) {
    if (actions == null || actions.isEmpty()) {
      throw SqsErrors.missingParameter("ActionName");
    }
    if (actions.size() > MAX_ACTIONS) {
      throw new OverLimit(
          actions.size() + " Actions were found, maximum allowed is " + MAX_ACTIONS + ".");
    }
    for (String action : actions) {
      if (!GRANTABLE.contains(action)) {
        boolean known = Sqs.SendMessage.model().service().operation(action) != null;
        throw SqsErrors.invalidParameter(
            "SQS:" + action,
            "ActionName",
            known && !action.endsWith("Batch")
                ? "Only the queue owner is allowed to invoke this action."
                : "Please refer to the appropriate WSDL for a list of valid actions.");
      }
    }
  }

  private static void checkAccounts(List<String> accounts) {
    if (accounts == null || accounts.isEmpty()) {
      throw SqsErrors.missingParameter("AWSAccountIds");
    }
    for (String account : accounts) {
      if (!AccountIds.isAccountId(account)) {
        throw SqsErrors.invalidParameter("[" + account + "]", "PrincipalId", "Unable to verify.");
      }
    }
  }
}
