package io.nephele.identity.authorization;

import io.nephele.policy.Condition;
import io.nephele.policy.ConditionKeys;
import io.nephele.policy.Decision;
import io.nephele.policy.Principal;
import io.nephele.policy.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What {@code DecodeAuthorizationMessage} tells of a denial, in AWS's form. */
final class AuthorizationDetails {
  /** The keys that are told if the request has them; further ones if a statement asked for them. */
  private static final Set<String> TOLD =
      Set.of(
          "aws:currenttime",
          "aws:epochtime",
          "aws:multifactorauthage",
          "aws:multifactorauthpresent",
          "aws:principalaccount",
          "aws:principalarn",
          "aws:principaltype",
          "aws:requestedregion",
          "aws:resourceaccount",
          "aws:securetransport",
          "aws:sourceidentity",
          "aws:sourceip",
          "aws:tagkeys",
          "aws:tokenissuetime",
          "aws:useragent",
          "aws:userid",
          "aws:username");

  private static final int MAX_VALUE = 512;

  private AuthorizationDetails() {}

  static Map<String, Object> of(Decision decision) {
    Statement matched = decision.statement();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("allowed", decision.isAllowed());
    details.put("explicitDeny", decision.outcome() == Decision.Outcome.EXPLICIT_DENY);
    details.put(
        "matchedStatements",
        items(matched == null ? List.of() : List.of(statement(decision, matched))));
    details.put("failures", items(List.of()));
    details.put("context", context(decision));
    return details;
  }

  private static Map<String, Object> statement(Decision decision, Statement statement) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("statementId", statement.id().orElse(""));
    told.put("effect", statement.effect().name());
    told.put("principals", values(List.of(id(decision.request().principal()))));
    told.put("principalGroups", items(List.of()));
    told.put("actions", values(statement.action().values()));
    told.put(
        "resources",
        values(statement.resource() == null ? List.of() : statement.resource().values()));
    List<Object> conditions = new ArrayList<>();
    for (Condition condition : statement.conditions()) {
      conditions.add(keyed(condition.key(), condition.values()));
    }
    told.put("conditions", items(conditions));
    return told;
  }

  private static Map<String, Object> context(Decision decision) {
    Principal principal = decision.request().principal();
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("id", id(principal));
    who.put("name", name(principal));
    who.put("arn", principal.arn());
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("principal", who);
    context.put("action", decision.request().action());
    context.put("resource", decision.resource());
    context.put("conditions", items(conditions(decision)));
    return context;
  }

  /** The unique id, of a role's session with its name; the ARN of those who have none. */
  private static String id(Principal principal) {
    if (principal.uniqueId() == null) {
      return principal.arn();
    }
    return principal.type() == Principal.Type.ROLE_SESSION
        ? principal.uniqueId() + ":" + name(principal)
        : principal.uniqueId();
  }

  private static String name(Principal principal) {
    return principal.arn().substring(principal.arn().lastIndexOf('/') + 1);
  }

  private static List<Object> conditions(Decision decision) {
    Set<String> names = new TreeSet<>(TOLD);
    if (decision.statement() != null) {
      for (Condition condition : decision.statement().conditions()) {
        names.add(condition.key().toLowerCase(Locale.ROOT));
      }
    }
    ConditionKeys keys = decision.request().keys();
    List<Object> conditions = new ArrayList<>();
    for (String name : names) {
      List<String> values = keys.values(name);
      if (!values.isEmpty()) {
        conditions.add(keyed(name, values.stream().map(AuthorizationDetails::cut).toList()));
      }
    }
    return conditions;
  }

  /** Callers choose how long some values are, but not how long a message can be. */
  private static String cut(String value) {
    return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE);
  }

  private static Map<String, Object> keyed(String key, List<String> values) {
    Map<String, Object> keyed = new LinkedHashMap<>();
    keyed.put("key", key);
    keyed.put("values", values(values));
    return keyed;
  }

  private static Map<String, Object> values(List<String> values) {
    List<Object> items = new ArrayList<>();
    for (String value : values) {
      items.add(Map.of("value", value));
    }
    return items(items);
  }

  private static Map<String, Object> items(List<?> items) {
    return Map.of("items", items);
  }
}
