package io.nephele.identity.action;

import io.nephele.policy.ConditionKeys;
import java.util.List;
import java.util.Map;

/**
 * EC2's rule that whoever creates resources with tags needs {@code ec2:CreateTags} on them, with
 * the key {@code ec2:CreateAction}.
 */
final class TagOnCreate implements Requirement {
  static final String ACTION = "ec2:CreateTags";

  private final RequestTags tags;
  private final String operation;
  private final ServiceActions reference;
  private final KeySourcesOfType keys;

  /** The sources of the keys of {@code ec2:CreateTags} on a type of resource. */
  @FunctionalInterface
  interface KeySourcesOfType {
    KeySources of(String type);
  }

  TagOnCreate(RequestTags tags, String operation, ServiceActions reference, KeySourcesOfType keys) {
    this.tags = tags;
    this.operation = operation;
    this.reference = reference;
    this.keys = keys;
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    for (String type : tags.specifiedTypes(context.request())) {
      ResourceType known = reference.resourceTypes().get(type);
      String arn =
          known == null ? "*" : unnamed(context, ArnTemplate.of(known.arnPatterns().getFirst()));
      ConditionKeys others = new RequestKeys(keys.of(type), context, arn);
      requests.add(
          new ActionRequest(
              ACTION, arn, new FixedKeys(Map.of("ec2:createaction", List.of(operation)), others)));
    }
  }

  private static String unnamed(CallContext context, ArnTemplate template) {
    String[] values = new String[template.size()];
    for (int i = 0; i < values.length; i++) {
      String common = context.common(template.variable(i));
      values[i] = common == null ? ArnTemplate.UNKNOWN : common;
    }
    return template.fill(values);
  }
}
