package io.nephele.services.lambda.permissions;

import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Statements of policies as Lambda writes them. */
public final class Statements {
  private static final int ACCOUNT_LENGTH = 12;

  private Statements() {}

  /**
   * A statement that allows.
   *
   * @param conditions by operator: values by key; may be empty
   */
  public static String allow(
      String id,
      String principal,
      String action,
      String resource,
      String partition,
      Map<String, Map<String, String>> conditions) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", id);
    statement.put("Effect", "Allow");
    statement.put("Principal", principal(principal, partition));
    statement.put("Action", action);
    statement.put("Resource", resource);
    if (!conditions.isEmpty()) {
      statement.put("Condition", new TreeMap<>(conditions).reversed());
    }
    return JsonText.write(statement);
  }

  private static Object principal(String principal, String partition) {
    if (principal.equals("*")) {
      return "*";
    }
    if (isAccount(principal)) {
      return Map.of("AWS", "arn:" + partition + ":iam::" + principal + ":root");
    }
    return Map.of(principal.startsWith("arn:") ? "AWS" : "Service", principal);
  }

  /** Whether the text is the id of an account. */
  static boolean isAccount(String text) {
    return text.length() == ACCOUNT_LENGTH && text.chars().allMatch(Character::isDigit);
  }

  /** A policy of those statements. */
  public static String policy(Map<String, String> statements) {
    List<Object> all = new ArrayList<>();
    statements.values().forEach(each -> all.add(JsonText.parse(each)));
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Id", "default");
    policy.put("Statement", all);
    return JsonText.write(policy);
  }
}
