package io.nephele.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The grammar of role trust policies, with IAM's messages. */
final class TrustGrammar {
  private static final Set<String> PRINCIPAL_TYPES = Set.of("AWS", "Service", "Federated");

  void check(Map<String, Object> document) {
    ResourceGrammar.checkDocument(document);
    for (Map<String, Object> statement : Grammar.statements(document)) {
      checkStatement(statement);
    }
    ResourceGrammar.require(
        !Grammar.hasDuplicateSid(Grammar.statements(document)),
        "The Statement Ids in the policy are not unique");
  }

  private static void checkStatement(Map<String, Object> statement) {
    ResourceGrammar.checkFields(statement);
    boolean allow = "Allow".equals(statement.get("Effect"));
    if (statement.containsKey("NotPrincipal")) {
      throw new MalformedPolicyException(
          allow
              ? "Allow with NotPrincipal is not allowed."
              : "AssumeRole policy must not contain NotPrincipal field.");
    }
    checkPrincipal(statement);
    List<String> actions = ResourceGrammar.checkTexts(statement, "Action");
    ResourceGrammar.require(actions != null, "Missing required field Action");
    for (String action : actions) {
      ResourceGrammar.require(
          action.toLowerCase(Locale.ROOT).startsWith("sts:"),
          "AssumeRole policy may only specify STS AssumeRole actions.");
    }
    ResourceGrammar.require(!statement.containsKey("Resource"), "Has prohibited field Resource");
    ResourceGrammar.require(
        !statement.containsKey("NotResource"), "AssumeRole policy must not contain resources.");
    ResourceGrammar.checkConditions(statement);
  }

  private static void checkPrincipal(Map<String, Object> statement) {
    ResourceGrammar.require(statement.containsKey("Principal"), "Missing required field Principal");
    if (!(statement.get("Principal") instanceof Map<?, ?> principal)) {
      throw new MalformedPolicyException("Principal must be a JSON object.");
    }
    ResourceGrammar.require(
        !principal.isEmpty(), "Missing required field Principal cannot be empty!");
    PrincipalFormat.checkTypes(principal, PRINCIPAL_TYPES);
    Object federated = principal.get("Federated");
    boolean cognito =
        federated != null && PolicyJson.texts(federated).contains("cognito-identity.amazonaws.com");
    boolean conditions = statement.get("Condition") instanceof Map<?, ?> map && !map.isEmpty();
    ResourceGrammar.require(
        !cognito || conditions, "A condition block must be present for the Cognito provider");
  }
}
