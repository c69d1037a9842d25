package io.nephele.policy;

import io.nephele.policy.PolicyJson.DuplicateNameException;
import io.nephele.policy.PolicyJson.NotJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns JSON into a document: reads it, has the grammar of its kind check it, compiles it. */
final class PolicyParser {
  private PolicyParser() {}

  static PolicyDocument parse(String json, PolicyKind kind, ResourcePolicyRules rules) {
    Map<String, Object> document;
    try {
      document = PolicyJson.read(json);
    } catch (NotJsonException e) {
      throw new MalformedPolicyException(notJsonMessage(kind));
    } catch (DuplicateNameException e) {
      throw new MalformedPolicyException(duplicateMessage(kind, e.name));
    }
    switch (kind) {
      case IDENTITY, BOUNDARY, SESSION -> new IdentityGrammar(kind).check(document);
      case SCP, RCP -> new OrganizationGrammar(kind).check(document);
      case TRUST -> new TrustGrammar().check(document);
      case RESOURCE -> new ResourceGrammar(rules).check(document);
      case VPC_ENDPOINT -> new ResourceGrammar(ResourcePolicyRules.LENIENT).check(document);
    }
    return compile(document, kind);
  }

  private static String notJsonMessage(PolicyKind kind) {
    if (kind.isIdentityGrammar()) {
      return IdentityGrammar.SYNTAX;
    }
    boolean organization = kind == PolicyKind.SCP || kind == PolicyKind.RCP;
    return organization ? OrganizationGrammar.REFUSED : "This policy contains invalid Json";
  }

  private static String duplicateMessage(PolicyKind kind, String name) {
    boolean resource =
        kind == PolicyKind.RESOURCE || kind == PolicyKind.TRUST || kind == PolicyKind.VPC_ENDPOINT;
    return resource ? "Statement/policy already has instance of " + name : notJsonMessage(kind);
  }

  private static PolicyDocument compile(Map<String, Object> document, PolicyKind kind) {
    String version = (String) document.get("Version");
    boolean variables = PolicyDocument.VERSION_2012.equals(version);
    List<Statement> statements = new ArrayList<>();
    for (Map<String, Object> statement : Grammar.statements(document)) {
      statements.add(compile(statement, variables));
    }
    return new PolicyDocument(
        kind,
        version == null ? PolicyDocument.VERSION_2008 : version,
        (String) document.get("Id"),
        statements);
  }

  private static Statement compile(Map<String, Object> json, boolean variables) {
    boolean notAction = json.containsKey("NotAction");
    Object action = json.get(notAction ? "NotAction" : "Action");
    boolean notResource = json.containsKey("NotResource");
    Object resource = json.get(notResource ? "NotResource" : "Resource");
    boolean notPrincipal = json.containsKey("NotPrincipal");
    Object principal = json.get(notPrincipal ? "NotPrincipal" : "Principal");
    return new Statement(
        (String) json.get("Sid"),
        json.get("Effect").equals("Allow") ? Effect.ALLOW : Effect.DENY,
        principal == null ? null : PrincipalElement.read(principal, notPrincipal),
        new ActionElement(PolicyJson.texts(action), notAction),
        resource == null
            ? null
            : new ResourceElement(PolicyJson.texts(resource), notResource, variables),
        conditions(json.get("Condition"), variables));
  }

  private static List<Condition> conditions(Object json, boolean variables) {
    List<Condition> conditions = new ArrayList<>();
    if (json instanceof Map<?, ?> block) {
      for (Map.Entry<?, ?> operator : block.entrySet()) {
        OperatorName name = OperatorName.parse((String) operator.getKey());
        for (Map.Entry<?, ?> key : ((Map<?, ?>) operator.getValue()).entrySet()) {
          List<String> values = PolicyJson.texts(key.getValue());
          conditions.add(new Condition(name, (String) key.getKey(), values, variables));
        }
      }
    }
    return conditions;
  }
}
