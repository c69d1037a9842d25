package io.nephele.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One statement of a policy, compiled.
 *
 * @param sid the statement's id, or null
 * @param principal whom it is about, or null where policies name nobody
 * @param resource what it is about, or null where the policy's own resource is meant
 */
public record Statement(
    String sid,
    Effect effect,
    PrincipalElement principal,
    ActionElement action,
    ResourceElement resource,
    List<Condition> conditions) {
  public Statement {
    conditions = List.copyOf(conditions);
  }

  /** The statement's id, if it has one. */
  public Optional<String> id() {
    return Optional.ofNullable(sid);
  }

  /** Whether action, resource and conditions match; the principal is not looked at. */
  boolean applies(RequestContext request, String resourceArn) {
    if (!action.matches(request.lowerCaseAction())
        || (resource != null && !resource.matches(resourceArn, request.keys()))) {
      return false;
    }
    for (int i = 0; i < conditions.size(); i++) {
      if (!conditions.get(i).matches(request.keys())) {
        return false;
      }
    }
    return true;
  }

  void collectKeys(Set<String> keys) {
    if (resource != null) {
      resource.collectKeys(keys);
    }
    for (Condition condition : conditions) {
      condition.collectKeys(keys);
    }
  }
}
