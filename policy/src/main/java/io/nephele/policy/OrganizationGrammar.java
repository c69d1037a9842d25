package io.nephele.policy;

import java.util.List;
import java.util.Map;

/** The grammar of service and resource control policies; Organizations has one message for all. */
final class OrganizationGrammar {
  static final String REFUSED =
      "The provided policy document does not meet the requirements of the specified policy type.";

  private final PolicyKind kind;

  OrganizationGrammar(PolicyKind kind) {
    this.kind = kind;
  }

  void check(Map<String, Object> document) {
    try {
      ResourceGrammar.checkDocument(document);
      require(PolicyDocument.VERSION_2012.equals(document.get("Version")));
      for (Map<String, Object> statement : Grammar.statements(document)) {
        ResourceGrammar.checkFields(statement);
        checkPrincipal(statement);
        List<String> actions = ResourceGrammar.checkTexts(statement, "Action");
        require(actions != null && ResourceGrammar.checkTexts(statement, "Resource") != null);
        actions.forEach(IdentityGrammar::checkAction);
        ResourceGrammar.checkConditions(statement);
      }
      require(!Grammar.hasDuplicateSid(Grammar.statements(document)));
    } catch (MalformedPolicyException e) {
      throw new MalformedPolicyException(REFUSED);
    }
  }

  private void checkPrincipal(Map<String, Object> statement) {
    require(!statement.containsKey("NotPrincipal"));
    if (kind == PolicyKind.SCP) {
      require(!statement.containsKey("Principal"));
      return;
    }
    require("*".equals(statement.get("Principal")));
    // The only grant is the one of RCPFullAWSAccess; all else of an RCP takes away.
    boolean everything =
        "*".equals(statement.get("Action"))
            && "*".equals(statement.get("Resource"))
            && !statement.containsKey("Condition");
    require("Deny".equals(statement.get("Effect")) || everything);
    require(!statement.containsKey("NotAction"));
  }

  private static void require(boolean condition) {
    ResourceGrammar.require(condition, REFUSED);
  }
}
