package io.nephele.services.sqs;

import io.nephele.api.sqs.OverLimit;
import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The policy of a queue as a document: is it well-formed, which statements does it have. What it
 * allows is not decided here.
 */
final class PolicyDocument {
  private static final Set<String> FIELDS = Set.of("Version", "Id", "Statement");
  private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
  private static final Set<String> STATEMENT_FIELDS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final Map<String, Object> fields;

  private PolicyDocument(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** Returns the text if it is a policy; answers with an error if not. */
  static String check(String json) {
    int statements = parse(json).statements().size();
    if (statements > Limits.POLICY_STATEMENTS) {
      throw new OverLimit(
          statements
              + " statements were found in the submitted policy, max allowed is "
              + Limits.POLICY_STATEMENTS);
    }
    return json;
  }

  /** The policy of that text. */
  @SuppressWarnings("unchecked") // JSON objects have string keys
  static PolicyDocument parse(String json) {
    if (JsonText.parse(json) instanceof Map<?, ?> fields && isPolicy(fields)) {
      return new PolicyDocument((Map<String, Object>) fields);
    }
    throw SqsErrors.invalidAttributeValue("Policy");
  }

  /** A policy without statements, as SQS makes it for a queue that has none. */
  static PolicyDocument empty(String queueArn) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Version", "2008-10-17");
    fields.put("Id", queueArn + "/SQSDefaultPolicy");
    fields.put("Statement", List.of());
    return new PolicyDocument(fields);
  }

  /** The statements in order. */
  List<Object> statements() {
    Object value = fields.get("Statement");
    return value instanceof List<?> list ? new ArrayList<>(list) : List.of(value);
  }

  /** The place of the statement of that Sid, or -1. */
  int indexOf(String sid) {
    List<Object> statements = statements();
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof Map<?, ?> statement && sid.equals(statement.get("Sid"))) {
        return i;
      }
    }
    return -1;
  }

  /** This policy with other statements. */
  PolicyDocument with(List<Object> statements) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    changed.put("Statement", statements);
    return new PolicyDocument(changed);
  }

  String toJson() {
    return JsonText.write(fields);
  }

  private static boolean isPolicy(Map<?, ?> fields) {
    if (!FIELDS.containsAll(fields.keySet())
        || fields.containsKey("Version") && !VERSIONS.contains(fields.get("Version"))) {
      return false;
    }
    return switch (fields.get("Statement")) {
      case Map<?, ?> statement -> isStatement(statement);
      case List<?> list when !list.isEmpty() -> {
        boolean all = true;
        for (Object item : list) {
          all &= item instanceof Map<?, ?> statement && isStatement(statement);
        }
        yield all;
      }
      case null, default -> false;
    };
  }

  private static boolean isStatement(Map<?, ?> statement) {
    Object effect = statement.get("Effect");
    return STATEMENT_FIELDS.containsAll(statement.keySet())
        && ("Allow".equals(effect) || "Deny".equals(effect))
        && (statement.get("Principal") != null || statement.get("NotPrincipal") != null)
        && (statement.get("Action") != null || statement.get("NotAction") != null);
  }
}
