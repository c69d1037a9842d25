package io.nephele.policy;

import java.util.List;
import java.util.Map;

/**
 * The grammar of identity policies, boundaries and session policies, with IAM's messages in the
 * order in which IAM finds things wrong: syntax, version, legacy parsing, ids, what is missing,
 * resources, actions.
 */
final class IdentityGrammar {
  static final String SYNTAX = "Syntax errors in policy.";
  private static final String LEGACY = "The policy failed legacy parsing";

  private final PolicyKind kind;

  IdentityGrammar(PolicyKind kind) {
    this.kind = kind;
  }

  void check(Map<String, Object> document) {
    require(isSyntax(document), SYNTAX);
    List<Map<String, Object>> statements = Grammar.statements(document);
    // STS takes session policies of the old version, and without one.
    if (kind != PolicyKind.SESSION) {
      require(
          PolicyDocument.VERSION_2012.equals(document.get("Version")),
          "Policy document must be version 2012-10-17 or greater.");
    }
    for (Map<String, Object> statement : statements) {
      require(
          !statement.containsKey("Principal") && !statement.containsKey("NotPrincipal"),
          "Policy document should not specify a principal.");
    }
    for (Map<String, Object> statement : statements) {
      require(LegacyParsing.accepts(statement), LEGACY);
    }
    for (Map<String, Object> statement : statements) {
      require(
          isAlphanumeric(statement.get("Sid")),
          "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
              + " expression [0-9A-Za-z]*");
    }
    require(
        !Grammar.hasDuplicateSid(statements),
        "Statement IDs (SID) in a single policy must be unique.");
    for (Map<String, Object> statement : statements) {
      require(
          Grammar.hasValues(statement, "Action", "NotAction"),
          "Policy statement must contain actions.");
    }
    for (Map<String, Object> statement : statements) {
      require(
          Grammar.hasValues(statement, "Resource", "NotResource"),
          "Policy statement must contain resources.");
    }
    for (Map<String, Object> statement : statements) {
      Grammar.values(statement, "Resource", "NotResource").forEach(ResourceFormat::check);
    }
    for (Map<String, Object> statement : statements) {
      Grammar.values(statement, "Action", "NotAction").forEach(IdentityGrammar::checkAction);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new MalformedPolicyException(message);
    }
  }

  private static boolean isSyntax(Map<String, Object> document) {
    if (!Grammar.DOCUMENT_FIELDS.containsAll(document.keySet())
        || (document.containsKey("Version") && !Grammar.isVersion(document.get("Version")))
        || !Grammar.isOptionalText(document, "Id")
        || !Grammar.hasStatements(document.get("Statement"))) {
      return false;
    }
    for (Map<String, Object> statement : Grammar.statements(document)) {
      if (!isStatementSyntax(statement)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStatementSyntax(Map<String, Object> statement) {
    return Grammar.STATEMENT_FIELDS.containsAll(statement.keySet())
        && !(statement.containsKey("Action") && statement.containsKey("NotAction"))
        && !(statement.containsKey("Resource") && statement.containsKey("NotResource"))
        && !(statement.containsKey("Principal") && statement.containsKey("NotPrincipal"))
        && Grammar.isOptionalText(statement, "Sid")
        && statement.get("Effect") instanceof String effect
        && (effect.equalsIgnoreCase("Allow") || effect.equalsIgnoreCase("Deny"))
        && isOptionalTexts(statement, "Action")
        && isOptionalTexts(statement, "NotAction")
        && isOptionalTexts(statement, "Resource")
        && isOptionalTexts(statement, "NotResource")
        && Grammar.isConditionShape(statement)
        && (!(statement.get("Condition") instanceof Map<?, ?> condition)
            || Grammar.unknownOperator(condition) == null);
  }

  private static boolean isOptionalTexts(Map<String, Object> statement, String field) {
    return !statement.containsKey(field) || PolicyJson.isTexts(statement.get(field));
  }

  private static boolean isAlphanumeric(Object sid) {
    if (sid instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z')) {
          return false;
        }
      }
    }
    return true;
  }

  static void checkAction(String action) {
    if (action.equals("*")) {
      return;
    }
    int colon = action.indexOf(':');
    require(
        colon >= 0, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    require(action.indexOf(':', colon + 1) < 0, "Actions/Condition can contain only one colon.");
    String vendor = action.substring(0, colon);
    require(isVendor(vendor), "Vendor " + vendor + " is not valid");
  }

  private static boolean isVendor(String vendor) {
    for (int i = 0; i < vendor.length(); i++) {
      char c = vendor.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
        return vendor.equals("*");
      }
    }
    return !vendor.isEmpty();
  }
}
