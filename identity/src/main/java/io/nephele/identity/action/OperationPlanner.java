package io.nephele.identity.action;

import io.nephele.identity.action.ServiceRules.Rule;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes the plan of an operation from its model, the reference and the rules kept by hand. */
final class OperationPlanner {
  private static final List<String> CREATING =
      List.of(
          "Create",
          "Put",
          "Register",
          "Import",
          "Start",
          "Run",
          "Allocate",
          "Request",
          "Copy",
          "Restore",
          "Issue",
          "Purchase",
          "Provision",
          "Batch");

  private final ServiceNames.Names names;
  private final ServiceRules rules;
  private final Operation operation;
  private final String ownAction;
  private final RequestTags tags;
  private final ResourcePlanner planner;
  private final Set<String> actions = new LinkedHashSet<>();
  private final List<Requirement> requirements = new ArrayList<>();

  OperationPlanner(
      Operation operation,
      ServiceNames.Names names,
      ServiceRules rules,
      Function<String, ServiceActions> references) {
    this.operation = operation;
    this.names = names;
    this.rules = rules;
    this.ownAction = names.prefix() + ":" + operation.name();
    List<Rule> tagRules = rules.of("tags", operation.name());
    this.tags =
        RequestTags.of(operation, tagRules.isEmpty() ? null : tagRules.getFirst().column(0));
    this.planner = new ResourcePlanner(operation, names.prefix(), rules, references, tags);
  }

  OperationPlan plan() {
    List<Rule> free = rules.of("free", operation.name());
    if (!free.isEmpty()) {
      return new OperationPlan(List.of(), List.of(), free.getFirst().column(0));
    }
    List<Rule> instead = rules.of("op", operation.name());
    if (!instead.isEmpty()) {
      // Rules that name the operation come first; those for all are then not for it.
      boolean named = instead.getFirst().operations().contains(operation.name());
      for (Rule rule : instead) {
        if (rule.operations().contains(operation.name()) == named) {
          addRule(rule);
        }
      }
    } else if (planner.action(ownAction) != null) {
      addOwn();
    } else {
      return OperationPlan.UNDETERMINED;
    }
    for (Rule rule : rules.of("also", operation.name())) {
      addRule(rule);
    }
    addTagging();
    addRoles();
    return new OperationPlan(List.copyOf(actions), List.copyOf(requirements), null);
  }

  /** The action of the operation's name, which the reference may write in another case. */
  private void addOwn() {
    String action = names.prefix() + ":" + planner.action(ownAction).name();
    actions.add(action);
    requirements.add(actionPlan(action, null, planner.ofAction(action), true));
  }

  private void addRule(Rule rule) {
    String by = rule.option("by");
    if (by != null) {
      addSpecial(by, rule);
      return;
    }
    String on = rule.option("on");
    String when = rule.option("when");
    String named = rule.option("named");
    Presence condition = when == null ? null : Presence.of(operation.input(), when);
    for (String action : rule.column(0).split(",")) {
      List<ResourcePlan> resources =
          on == null
              ? planner.ofAction(action)
              : planner.onTypes(action, List.of(on.split(",")), named);
      actions.add(action);
      requirements.add(
          actionPlan(
              action, condition == null ? null : condition::holds, resources, named == null));
    }
  }

  private void addSpecial(String by, Rule rule) {
    if (by.equals("http-method")) {
      addHttpMethod();
      return;
    }
    Requirement requirement =
        switch (by) {
          case "s3-copy-source" ->
              new S3CopySource(
                  operation,
                  planner.keySources("s3:GetObject", "object"),
                  planner.keySources("s3:GetObjectVersion", "object"));
          case "s3-delete-objects" ->
              new S3DeleteObjects(operation, action -> planner.keySources(action, "object"));
          case "ec2-ids" ->
              new Ec2Tagging(
                  operation,
                  planner.reference("ec2"),
                  type ->
                      type == null
                          ? planner.keySources(ownAction)
                          : planner.keySources(ownAction, type));
          case "partiql" -> new PartiQl(operation, planner::keySources);
          default -> throw new IllegalStateException("unknown way " + by + " for " + operation);
        };
    actions.addAll(by.equals("ec2-ids") ? List.of(ownAction) : List.of(rule.column(0).split(",")));
    requirements.add(requirement);
  }

  private void addHttpMethod() {
    if (planner.action(ownAction) != null) {
      addOwn();
    } else {
      String action = HttpAction.action(operation);
      actions.add(action);
      requirements.add(HttpAction.of(operation, planner.keySources(action)));
    }
  }

  private void addRoles() {
    List<PassedRole> roles =
        PassedRole.of(
            operation,
            rules.of("role", operation.name()),
            names.principal(),
            type -> planner.onTypes(ownAction, List.of(type), null).getFirst());
    if (!roles.isEmpty()) {
      actions.add(PassedRole.ACTION);
      requirements.addAll(roles);
    }
  }

  /** The action that AWS asks for when resources are created with tags. */
  private void addTagging() {
    if (names.prefix().equals("ec2")) {
      if (tags.hasSpecifications()) {
        actions.add(TagOnCreate.ACTION);
        requirements.add(
            new TagOnCreate(
                tags,
                operation.name(),
                planner.reference("ec2"),
                type -> planner.keySources(TagOnCreate.ACTION, type)));
      }
      return;
    }
    List<Rule> kept = rules.of("tagging", operation.name());
    String tagging = kept.isEmpty() ? names.tagging() : kept.getFirst().column(0);
    String on = kept.isEmpty() ? null : kept.getFirst().option("on");
    if (tagging.isEmpty() || tagging.equals("-") || !tags.any() || isTagging()) {
      return;
    }
    String action = tagging.contains(":") ? tagging : names.prefix() + ":" + tagging;
    actions.add(action);
    List<ResourcePlan> resources =
        on == null
            ? planner.created(action, planner.action(ownAction))
            : planner.onTypes(action, List.of(on.split(",")), null);
    requirements.add(
        new ActionPlan(
            action,
            tags::present,
            resources,
            resources.isEmpty() ? List.of() : planner.members().arns(),
            null,
            false,
            true,
            planner.keySources(action),
            Map.of(names.prefix() + ":createaction", List.of(operation.name()))));
  }

  /** Whether the operation's own purpose is to set or remove tags. */
  private boolean isTagging() {
    for (String action : actions) {
      ActionDetails details = planner.action(action);
      if (details != null && details.level() == AccessLevel.TAGGING) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param byMembers whether the members, rather than a rule, name the resources
   */
  private ActionPlan actionPlan(
      String action, Predicate<Struct> condition, List<ResourcePlan> resources, boolean byMembers) {
    MemberNames members = planner.members();
    boolean about = !resources.isEmpty();
    // ARNs of no known type count where the action is about resources at all.
    return new ActionPlan(
        action,
        condition,
        resources,
        about ? members.arns() : List.of(),
        byMembers && about ? members.onlyResource() : null,
        members.anyResource(),
        creates(),
        planner.keySources(action),
        Map.of());
  }

  private boolean creates() {
    for (String verb : CREATING) {
      if (operation.name().startsWith(verb)) {
        return true;
      }
    }
    return false;
  }
}
