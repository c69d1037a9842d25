package io.nephele.identity.action;

import io.nephele.policy.ConditionKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operation needs.
 *
 * @param actions the actions that it may need, for documentation
 * @param requirements what finds out what a request needs; null if nothing is known of the
 *     operation
 * @param reason why the operation needs no permission, null if it does
 */
record OperationPlan(List<String> actions, List<Requirement> requirements, String reason) {
  /** The plan of an operation whose actions could not be determined. */
  static final OperationPlan UNDETERMINED = new OperationPlan(List.of(), null, null);

  List<ActionRequest> requests(CallContext context) {
    if (requirements == null) {
      return null;
    }
    if (requirements.isEmpty()) {
      return List.of();
    }
    List<ActionRequest> requests = new ArrayList<>(requirements.size());
    for (int i = 0; i < requirements.size(); i++) {
      requirements.get(i).add(context, requests);
    }
    if (requests.isEmpty()) {
      // No rule is for this request, which then is not a valid one; that is no reason to let it by.
      requests.add(new ActionRequest(actions.getFirst(), "*", ConditionKeys.NONE));
    }
    return requests;
  }
}
