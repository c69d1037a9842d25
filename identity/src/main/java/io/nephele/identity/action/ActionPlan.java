package io.nephele.identity.action;

import io.nephele.model.Struct;
import io.nephele.policy.ConditionKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One action of an operation. It is decided on for every resource that the request names, and for
 * those types that a request always has. Of types that are forms of one (an application or a
 * network load balancer) those that the request does not name are left out as soon as it names one;
 * so are all types if the operation takes the ARN of any resource, as tagging does, and types that
 * only an ARN could name if the request has the ARN of another and creates nothing. An action
 * without resources is decided on for an ARN in the request that is of no known type, or for {@code
 * *}.
 */
final class ActionPlan implements Requirement {
  private final String action;
  private final Predicate<Struct> condition;
  private final List<ResourcePlan> resources;
  private final List<MemberPath> arnMembers;
  private final MemberPath anyResource;
  private final boolean oneOfAll;
  private final boolean creates;
  private final KeySources keys;
  private final Map<String, List<String>> fixedKeys;

  /**
   * @param condition null if the action is always needed
   * @param arnMembers where to look for ARNs of no known type
   * @param anyResource the one member that names a resource, by an ARN of whichever type; null if
   *     there is no such member
   * @param oneOfAll whether the request names one resource of any of the types
   * @param creates whether the operation may make a resource that the request cannot name yet
   * @param keys the condition keys without a resource
   * @param fixedKeys condition keys whose values are known beforehand
   */
  ActionPlan(
      String action,
      Predicate<Struct> condition,
      List<ResourcePlan> resources,
      List<MemberPath> arnMembers,
      MemberPath anyResource,
      boolean oneOfAll,
      boolean creates,
      KeySources keys,
      Map<String, List<String>> fixedKeys) {
    this.action = action;
    this.condition = condition;
    this.resources = List.copyOf(resources);
    this.arnMembers = List.copyOf(arnMembers);
    this.anyResource = anyResource;
    this.oneOfAll = oneOfAll;
    this.creates = creates;
    this.keys = keys;
    this.fixedKeys = fixedKeys;
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    if (condition != null && !condition.test(context.request())) {
      return;
    }
    if (anyResource != null && addAnyResource(context, requests)) {
      return;
    }
    List<String> given = ResourcePlan.given(arnMembers, context.request());
    DistinctTexts arns = new DistinctTexts();
    int unnamed = 0;
    int last = resources.size();
    boolean[] named = new boolean[last];
    for (int i = 0; i < last; i++) {
      ResourcePlan resource = resources.get(i);
      int from = arns.size();
      named[i] = resource.addNamed(context, given, arns);
      add(resource, context, arns, from, requests);
      if (!named[i] && resource.required()) {
        unnamed++;
      }
    }
    if (unnamed > 0) {
      addUnnamed(context, given, arns, named, requests);
    }
    if (arns.size() == 0) {
      withoutType(context, given, requests);
    }
  }

  /** Finds the type of each ARN; whether there are ARNs. */
  private boolean addAnyResource(CallContext context, List<ActionRequest> requests) {
    boolean found = false;
    for (String value : anyResource.values(context.request())) {
      if (value.startsWith("arn:")) {
        ResourcePlan type = typeOf(value);
        requests.add(request(type == null ? keys : type.keys, context, value));
        found = true;
      }
    }
    return found;
  }

  private ResourcePlan typeOf(String arn) {
    for (ResourcePlan resource : resources) {
      if (resource.isArn(arn, false)) {
        return resource;
      }
    }
    for (ResourcePlan resource : resources) {
      if (resource.isArn(arn, true)) {
        return resource;
      }
    }
    return null;
  }

  /** What is always there is decided on even if the request does not say which it is. */
  private void addUnnamed(
      CallContext context,
      List<String> given,
      DistinctTexts arns,
      boolean[] named,
      List<ActionRequest> requests) {
    for (int i = 0; i < named.length; i++) {
      ResourcePlan resource = resources.get(i);
      if (resource.required() && !named[i]) {
        int from = arns.size();
        named[i] = resource.addHeld(given, true, arns);
        add(resource, context, arns, from, requests);
      }
    }
    if (oneOfAll && (arns.size() > 0 || !given.isEmpty())) {
      return;
    }
    boolean byArn = !creates && !given.isEmpty();
    for (int i = 0; i < named.length; i++) {
      ResourcePlan resource = resources.get(i);
      boolean otherNamed =
          familyNamed(resource, named) || byArn && arns.size() > 0 && !resource.hasNames();
      if (resource.required() && !named[i] && !otherNamed) {
        int from = arns.size();
        arns.add(resource.unnamed(context));
        add(resource, context, arns, from, requests);
      }
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

  private void withoutType(CallContext context, List<String> given, List<ActionRequest> requests) {
    for (String arn : given) {
      requests.add(request(keys, context, arn));
    }
    if (given.isEmpty()) {
      requests.add(request(keys, context, "*"));
    }
  }

  private ActionRequest request(KeySources sources, CallContext context, String arn) {
    ConditionKeys found = new RequestKeys(sources, context, arn);
    return new ActionRequest(
        ObjectLambdaActions.of(action, arn, context.call()),
        arn,
        fixedKeys.isEmpty() ? found : new FixedKeys(fixedKeys, found));
  }
}
