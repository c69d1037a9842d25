package io.nephele.services.sns;

import io.nephele.api.sns.AddPermissionInput;
import io.nephele.api.sns.RemovePermissionInput;
import io.nephele.core.call.Call;
import io.nephele.core.identity.AccountIds;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations that write statements of a topic's policy. */
final class TopicPermissions {
  private static final int LONGEST_LABEL = 80;
  private static final Set<String> GRANTABLE =
      Set.of(
          "*",
          "AddPermission",
          "DeleteTopic",
          "GetTopicAttributes",
          "ListSubscriptionsByTopic",
          "Publish",
          "RemovePermission",
          "SetTopicAttributes",
          "Subscribe");

  private final SnsWorld sns;

  TopicPermissions(SnsWorld sns) {
    this.sns = sns;
  }

  Unit add(AddPermissionInput in, Call call) {
    TopicAddress address = TopicAddress.require(in.topicArn(), "TopicArn", call);
    checkLabel(in.label());
    if (in.actionName().isEmpty()) {
      throw SnsErrors.invalid("ActionName");
    }
    for (String action : in.actionName()) {
      if (!GRANTABLE.contains(action)) {
        throw SnsErrors.invalid("Policy statement action out of service scope!");
      }
    }
    if (in.awsAccountId().isEmpty()) {
      throw SnsErrors.invalid("AWSAccountId");
    }
    for (String account : in.awsAccountId()) {
      if (!AccountIds.isAccountId(account)) {
        throw SnsErrors.invalid("Policy Error: PrincipalNotFound");
      }
    }
    sns.change(
        address,
        (transaction, topic) -> {
          String policy = TopicPolicy.with(topic, in.label(), statement(in, address));
          if (policy == null) {
            throw SnsErrors.invalid("Statement already exists");
          }
          sns.topics().put(transaction, topic.with(TopicAttributes.POLICY, policy));
          return null;
        });
    return SnsWorld.done(call);
  }

  Unit remove(RemovePermissionInput in, Call call) {
    TopicAddress address = TopicAddress.require(in.topicArn(), "TopicArn", call);
    sns.change(
        address,
        (transaction, topic) -> {
          String policy = TopicPolicy.without(topic, in.label());
          if (policy != null) {
            sns.topics().put(transaction, topic.with(TopicAttributes.POLICY, policy));
          }
          return null;
        });
    return SnsWorld.done(call);
  }

  private static Map<String, Object> statement(AddPermissionInput in, TopicAddress address) {
    List<String> principals = new ArrayList<>();
    for (String account : in.awsAccountId()) {
      principals.add("arn:" + address.region().partition().id() + ":iam::" + account + ":root");
    }
    List<String> actions = new ArrayList<>();
    for (String action : in.actionName()) {
      actions.add("SNS:" + action);
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
    boolean good = !label.isEmpty() && label.length() <= LONGEST_LABEL;
    for (int i = 0; good && i < label.length(); i++) {
      char c = label.charAt(i);
      good = Names.isCharacter(c);
    }
    if (!good) {
      throw SnsErrors.invalid("Label");
    }
  }
}
