package io.nephele.services.xray;

import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Key;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What authorisation asks of groups, sampling rules and resource policies. */
final class ProtectedTraces implements ProtectedResources {
  private final World world;
  private final Groups groups;
  private final SamplingRules rules;
  private final ResourcePolicies policies;

  ProtectedTraces(World world, Groups groups, SamplingRules rules, ResourcePolicies policies) {
    this.world = world;
    this.groups = groups;
    this.rules = rules;
    this.policies = policies;
  }

  /** The account's resource policies together: they let services send traces. */
  @Override
  public AttachedPolicy grants(String action, String arn, Call call, Struct request) {
    if (call.principal().type() != Principal.Type.SERVICE) {
      return null;
    }
    List<Statement> statements = new ArrayList<>();
    PolicyDocument first = null;
    for (ResourcePolicies.Policy policy : policies.all(call)) {
      PolicyDocument document = PolicyDocument.parse(policy.document(), PolicyKind.RESOURCE);
      first = first == null ? document : first;
      statements.addAll(document.statements());
    }
    return first == null
        ? null
        : AttachedPolicy.of(
            new PolicyDocument(first.kind(), first.version(), first.id(), statements));
  }

  @Override
  public Map<String, String> tags(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null) {
      return Map.of();
    }
    if (parsed.resource().startsWith(XRayTags.RULE)) {
      String name = parsed.resource().substring(XRayTags.RULE.length());
      Key key = Key.of(parsed.account()).with(parsed.region()).with(name);
      StoredRule rule = world.store().read(reader -> rules.table().get(reader, key));
      return rule == null ? Map.of() : rule.tags();
    }
    Groups.StoredGroup group =
        world.store().read(reader -> groups.byArn(reader, parsed.account(), parsed.region(), arn));
    return group == null ? Map.of() : group.tags();
  }

  @Override
  public List<String> arns(String type, Call call, Struct request) {
    boolean group = type.equals("group");
    if (!group && !type.equals("sampling-rule")) {
      return null;
    }
    Struct holder = request;
    if (!group) {
      for (String inner : List.of("SamplingRule", "SamplingRuleUpdate")) {
        if (field(request, inner) instanceof Struct rule) {
          holder = rule;
        }
      }
    }
    if (field(holder, group ? "GroupARN" : "RuleARN") instanceof String arn) {
      return List.of(arn);
    }
    if (!(field(holder, group ? "GroupName" : "RuleName") instanceof String name)) {
      return null;
    }
    if (group && !call.operation().name().equals("CreateGroup")) {
      Key key = SamplingRules.owner(call).with(name);
      Groups.StoredGroup known = world.store().read(reader -> groups.table().get(reader, key));
      if (known != null) {
        return List.of(known.arn());
      }
    }
    String resource = (group ? "group/" : XRayTags.RULE) + name + (group ? "/*" : "");
    return List.of(
        "arn:%s:xray:%s:%s:%s"
            .formatted(call.partition(), call.region().name(), call.accountId(), resource));
  }

  private static Object field(Struct struct, String name) {
    return struct.shape().member(name) == null ? null : struct.get(name);
  }
}
