package io.nephele.identity.action;

import io.nephele.model.Struct;
import io.nephele.policy.ConditionKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One action of an operation. It is decided on for every resource that the request names, and for
 * those types that a request always has. Of types that are forms of one (an application or a
 * network load balancer) those that the request does not name are left out as soon as it names one.
 * An action without resources is decided on for an ARN in the request that is of no known type, or
 * for {@code *}.
 */
final class ActionPlan implements Requirement {
  private final String action;
  private final Predicate<Struct> condition;
  private final List<ResourcePlan> resources;
  private final List<MemberPath> arnMembers;
  private final KeySources keys;
  private final Map<String, List<String>> fixedKeys;

  /**
   * @param condition null if the action is always needed
   * @param arnMembers where to look for ARNs of no known type
   * @param keys the condition keys without a resource
   * @param fixedKeys condition keys whose values are known beforehand
   */
  ActionPlan(
      String action,
      Predicate<Struct> condition,
      List<ResourcePlan> resources,
      List<MemberPath> arnMembers,
      KeySources keys,
      Map<String, List<String>> fixedKeys) {
    this.action = action;
    this.condition = condition;
    this.resources = List.copyOf(resources);
    this.arnMembers = List.copyOf(arnMembers);
    this.keys = keys;
    this.fixedKeys = fixedKeys;
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    if (condition != null && !condition.test(context.request())) {
      return;
    }
    DistinctTexts arns = new DistinctTexts();
    int unnamed = 0;
    int last = resources.size();
    boolean[] named = new boolean[last];
    for (int i = 0; i < last; i++) {
      ResourcePlan resource = resources.get(i);
      int from = arns.size();
      resource.addNamed(context, arns);
      add(resource, context, arns, from, requests);
      if (arns.size() > from) {
        named[i] = true;
      } else if (resource.required()) {
        unnamed++;
      }
    }
    for (int i = 0; i < last && unnamed > 0; i++) {
      ResourcePlan resource = resources.get(i);
      if (resource.required() && !named[i] && !familyNamed(resource, named)) {
        int from = arns.size();
        arns.add(resource.unnamed(context));
        add(resource, context, arns, from, requests);
      }
    }
    if (arns.size() == 0) {
      withoutType(context, requests);
    }
  }

  private void add(
      ResourcePlan resource,
      CallContext context,
      DistinctTexts arns,
      int from,
      List<ActionRequest> requests) {
    for (int i = from; i < arns.size(); i++) {
      String arn = arns.get(i);
      requests.add(request(resource.keys, context, arn));
    }
  }

  private boolean familyNamed(ResourcePlan resource, boolean[] named) {
    for (int i = 0; i < resources.size(); i++) {
      if (named[i] && resources.get(i).isOfFamily(resource)) {
        return true;
      }
    }
    return false;
  }

  private void withoutType(CallContext context, List<ActionRequest> requests) {
    boolean found = false;
    for (MemberPath member : arnMembers) {
      for (String value : member.values(context.request())) {
        if (value.startsWith("arn:")) {
          requests.add(request(keys, context, value));
          found = true;
        }
      }
    }
    if (!found) {
      requests.add(request(keys, context, "*"));
    }
  }

  private ActionRequest request(KeySources sources, CallContext context, String arn) {
    ConditionKeys found = new RequestKeys(sources, context, arn);
    return new ActionRequest(
        action, arn, fixedKeys.isEmpty() ? found : new FixedKeys(fixedKeys, found));
  }
}
