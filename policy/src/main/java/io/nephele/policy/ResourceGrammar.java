package io.nephele.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The grammar of policies set on resources, with the messages of AWS's shared policy parser. */
final class ResourceGrammar {
  private final ResourcePolicyRules rules;

  ResourceGrammar(ResourcePolicyRules rules) {
    this.rules = rules;
  }

  void check(Map<String, Object> document) {
    checkDocument(document);
    for (Map<String, Object> statement : Grammar.statements(document)) {
      checkStatement(statement);
    }
    if (Grammar.hasDuplicateSid(Grammar.statements(document))) {
      throw new MalformedPolicyException("The Statement Ids in the policy are not unique");
    }
  }

  static void checkDocument(Map<String, Object> document) {
    for (String field : document.keySet()) {
      require(Grammar.DOCUMENT_FIELDS.contains(field), "Unknown field " + field);
    }
    require(
        !document.containsKey("Version") || Grammar.isVersion(document.get("Version")),
        "The policy must contain a valid version string");
    require(Grammar.isOptionalText(document, "Id"), "Invalid policy syntax.");
    require(document.containsKey("Statement"), "Missing required field Statement");
    Object statements = document.get("Statement");
    require(
        !(statements instanceof List<?> list && list.isEmpty()),
        "Could not parse the policy: Statement is empty!");
    require(Grammar.hasStatements(statements), "Invalid policy syntax.");
  }

  /** What statements of resource and trust policies have in common, up to the Effect. */
  static void checkFields(Map<String, Object> statement) {
    for (String field : statement.keySet()) {
      require(Grammar.STATEMENT_FIELDS.contains(field), "Unknown field " + field);
    }
    for (String field : List.of("Principal", "Action", "Resource")) {
      require(
          !(statement.containsKey(field) && statement.containsKey("Not" + field)),
          "Statement/policy already has instance of " + field);
    }
    require(Grammar.isOptionalText(statement, "Sid"), "Invalid policy syntax.");
    require(statement.containsKey("Effect"), "Missing required field Effect");
    Object effect = statement.get("Effect");
    require(
        "Allow".equals(effect) || "Deny".equals(effect),
        "Invalid effect: " + (effect instanceof String text ? text : ""));
  }

  static void checkConditions(Map<String, Object> statement) {
    require(Grammar.isConditionShape(statement), "Invalid policy syntax.");
    if (statement.get("Condition") instanceof Map<?, ?> condition) {
      String unknown = Grammar.unknownOperator(condition);
      require(unknown == null, "Invalid Condition type : " + unknown);
    }
  }

  private void checkStatement(Map<String, Object> statement) {
    checkFields(statement);
    boolean not = statement.containsKey("NotPrincipal");
    require(not || statement.containsKey("Principal"), "Missing required field Principal");
    PrincipalFormat.check(statement.get(not ? "NotPrincipal" : "Principal"));
    List<String> actions = checkTexts(statement, "Action");
    require(actions != null, "Missing required field Action");
    actions.forEach(this::checkAction);
    List<String> resources = checkTexts(statement, "Resource");
    require(resources != null || !rules.resourceRequired(), "Missing required field Resource");
    checkConditions(statement);
  }

  /** The values of an element or its Not form, or null when neither is there. */
  static List<String> checkTexts(Map<String, Object> statement, String field) {
    String present = statement.containsKey(field) ? field : "Not" + field;
    if (!statement.containsKey(present)) {
      return null;
    }
    Object json = statement.get(present);
    require(PolicyJson.isTexts(json), "Invalid policy syntax.");
    List<String> texts = PolicyJson.texts(json);
    require(!texts.isEmpty(), "Missing required field " + field + " cannot be empty!");
    return texts;
  }

  private void checkAction(String action) {
    int colon = action.indexOf(':');
    boolean form = action.equals("*") || (colon > 0 && action.indexOf(':', colon + 1) < 0);
    require(form, "Policy has invalid action");
    String vendor = rules.actionVendor();
    require(
        vendor == null
            || colon < 0
            || action.substring(0, colon).toLowerCase(Locale.ROOT).equals(vendor),
        "Policy has invalid action");
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new MalformedPolicyException(message);
    }
  }
}
