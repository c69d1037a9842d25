package io.nephele.services.sns;

import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.json.JsonText;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.ResourcePolicyRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies of topics. */
final class TopicPolicy {
  private static final ResourcePolicyRules RULES = ResourcePolicyRules.strict("sns");
  private static final int LONGEST = 30_720;
  private static final String DEFAULT_SID = "__default_statement_ID";
  private static final List<String> DEFAULT_ACTIONS =
      List.of(
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish");

  private TopicPolicy() {}

  /** Returns the text if it can be the policy of a topic; answers with an error if not. */
  static String check(String json) {
    if (json.length() > LONGEST) {
      throw SnsErrors.invalid("Policy Error: policy is too long");
    }
    try {
      PolicyDocument.parse(json, PolicyKind.RESOURCE, RULES);
    } catch (MalformedPolicyException e) {
      throw SnsErrors.invalid("Policy Error: " + e.getMessage());
    }
    return json;
  }

  /** The policy of a topic as its owner sees it. */
  static String text(Topic topic) {
    String given = topic.attribute(TopicAttributes.POLICY);
    return given == null ? defaultPolicy(topic) : given;
  }

  /** What authorisation is told. */
  static ResourcePolicy of(Topic topic) {
    PolicyDocument document = PolicyDocument.parse(text(topic), PolicyKind.RESOURCE);
    return ResourcePolicy.of(topic.accountId(), new AttachedPolicy(document, topic.arn()));
  }

  private static String defaultPolicy(Topic topic) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", DEFAULT_SID);
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("AWS", "*"));
    statement.put("Action", DEFAULT_ACTIONS);
    statement.put("Resource", topic.arn());
    statement.put(
        "Condition", Map.of("StringEquals", Map.of("AWS:SourceOwner", topic.accountId())));
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2008-10-17");
    policy.put("Id", "__default_policy_ID");
    policy.put("Statement", List.of(statement));
    return JsonText.write(policy);
  }

  /** The fields of a topic's policy, to be changed. */
  @SuppressWarnings("unchecked") // JSON objects have string keys, and policies were checked
  private static Map<String, Object> fields(Topic topic) {
    return (Map<String, Object>) JsonText.parse(text(topic));
  }

  private static List<Object> statements(Map<String, Object> policy) {
    Object value = policy.get("Statement");
    return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(value));
  }

  private static int indexOf(List<Object> statements, String sid) {
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof Map<?, ?> statement && sid.equals(statement.get("Sid"))) {
        return i;
      }
    }
    return -1;
  }

  /** The policy of a topic with another statement, or null if it has one of that name. */
  static String with(Topic topic, String sid, Map<String, Object> statement) {
    Map<String, Object> policy = fields(topic);
    List<Object> statements = statements(policy);
    if (indexOf(statements, sid) >= 0) {
      return null;
    }
    statements.add(statement);
    policy.put("Statement", statements);
    return JsonText.write(policy);
  }

  /** The policy of a topic without that statement, or null if it has none of that name. */
  static String without(Topic topic, String sid) {
    Map<String, Object> policy = fields(topic);
    List<Object> statements = statements(policy);
    int index = indexOf(statements, sid);
    if (index < 0) {
      return null;
    }
    statements.remove(index);
    policy.put("Statement", statements);
    return JsonText.write(policy);
  }
}
