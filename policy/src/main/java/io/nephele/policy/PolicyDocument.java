package io.nephele.policy;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A policy document, checked and compiled. It holds nothing of the requests it is asked about and
 * may be shared between threads.
 *
 * @param kind what the document was parsed as
 * @param version the language version; {@code 2008-10-17} when the document names none
 * @param id the document's id, or null
 */
public record PolicyDocument(
    PolicyKind kind, String version, String id, List<Statement> statements) {
  /** The version that knows policy variables. */
  public static final String VERSION_2012 = "2012-10-17";

  static final String VERSION_2008 = "2008-10-17";

  public PolicyDocument {
    statements = List.copyOf(statements);
  }

  /**
   * Parses a document with the rules of its kind; resource policies leniently.
   *
   * @throws MalformedPolicyException with AWS's message if AWS would refuse the document
   */
  public static PolicyDocument parse(String json, PolicyKind kind) {
    return parse(json, kind, ResourcePolicyRules.LENIENT);
  }

  /**
   * Parses a document; {@code rules} count for kind RESOURCE alone. Sizes are for the caller to
   * limit, before.
   *
   * @throws MalformedPolicyException with AWS's message if AWS would refuse the document
   */
  public static PolicyDocument parse(String json, PolicyKind kind, ResourcePolicyRules rules) {
    return PolicyParser.parse(json, kind, rules);
  }

  /** The context keys that conditions and variables read, in lower case. */
  public SortedSet<String> contextKeys() {
    SortedSet<String> keys = new TreeSet<>();
    for (Statement statement : statements) {
      statement.collectKeys(keys);
    }
    return keys;
  }
}
