package io.nephele.identity.action;

import io.nephele.identity.action.ActionDetails.ResourceUse;
import io.nephele.identity.action.ServiceRules.Rule;
import io.nephele.model.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes the plan of an operation from its model, the reference and the rules kept by hand. */
final class OperationPlanner {
  private static final List<String> CREATING =
      List.of(
          "Create", "Put", "Register", "Import", "Start", "Run", "Allocate", "Request", "Copy",
          "Restore", "Issue", "Purchase", "Provision", "Batch");

  private final ServiceNames.Names names;
  private final Function<String, ServiceActions> references;
  private final ServiceRules rules;
  private final Operation operation;
  private final List<RequestLeaf> leaves;
  private final MemberNames members;
  private final RequestTags tags;
  private final List<Rule> keyRules;
  private final Map<String, ResourcePlan> keyResources;

  OperationPlanner(
      Operation operation,
      ServiceNames.Names names,
      ServiceRules rules,
      Function<String, ServiceActions> references) {
    this.operation = operation;
    this.names = names;
    this.rules = rules;
    this.references = references;
    this.leaves = RequestLeaf.of(operation.input());
    this.members = new MemberNames(leaves);
    List<Rule> tagRules = rules.of("tags", operation.name());
    this.tags =
        RequestTags.of(operation, tagRules.isEmpty() ? null : tagRules.getFirst().column(0));
    this.keyRules = rules.of("key", operation.name());
    this.keyResources = keyResources();
  }

  OperationPlan plan() {
    List<Rule> free = rules.of("free", operation.name());
    if (!free.isEmpty()) {
      return new OperationPlan(List.of(), List.of(), free.getFirst().column(0));
    }
    Set<String> actions = new LinkedHashSet<>();
    List<Requirement> requirements = new ArrayList<>();
    List<Rule> instead = rules.of("op", operation.name());
    String own = names.prefix() + ":" + operation.name();
    if (!instead.isEmpty()) {
      // Rules that name the operation come first; those for all are then not for it.
      boolean named = instead.getFirst().operations().contains(operation.name());
      for (Rule rule : instead) {
        if (rule.operations().contains(operation.name()) == named) {
          addRule(rule, actions, requirements);
        }
      }
    } else if (action(own) != null) {
      actions.add(own(own));
      requirements.add(actionPlan(own(own), null, null, null));
    } else {
      return OperationPlan.UNDETERMINED;
    }
    for (Rule rule : rules.of("also", operation.name())) {
      addRule(rule, actions, requirements);
    }
    addTagging(actions, requirements);
    addRoles(actions, requirements);
    return new OperationPlan(List.copyOf(actions), List.copyOf(requirements), null);
  }

  private void addRule(Rule rule, Set<String> actions, List<Requirement> requirements) {
    String by = rule.option("by");
    String on = rule.option("on");
    String when = rule.option("when");
    if (by != null) {
      special(by, rule, actions, requirements);
      return;
    }
    Presence condition = when == null ? null : Presence.of(operation.input(), when);
    for (String action : rule.column(0).split(",")) {
      actions.add(action);
      requirements.add(
          actionPlan(
              action,
              condition,
              on == null ? null : List.of(on.split(",")),
              rule.option("named")));
    }
  }

  private void special(
      String by, Rule rule, Set<String> actions, List<Requirement> requirements) {
    switch (by) {
      case "http-method" -> {
        String own = names.prefix() + ":" + operation.name();
        if (action(own) != null) {
          actions.add(own);
          requirements.add(actionPlan(own, null, null, null));
        } else {
          actions.add(HttpAction.action(operation));
          requirements.add(
              HttpAction.of(
                  operation, keySources(HttpAction.action(operation), null, List.of())));
        }
      }
      case "s3-copy-source" -> {
        actions.addAll(List.of(rule.column(0).split(",")));
        requirements.add(
            new S3CopySource(
                operation,
                keySources("s3:GetObject", "object", List.of()),
                keySources("s3:GetObjectVersion", "object", List.of())));
      }
      case "s3-delete-objects" -> {
        actions.addAll(List.of(rule.column(0).split(",")));
        requirements.add(
            new S3DeleteObjects(operation, action -> keySources(action, "object", List.of())));
      }
      case "ec2-ids" -> {
        String own = "ec2:" + operation.name();
        actions.add(own);
        requirements.add(
            new Ec2Tagging(
                operation, references.apply("ec2"), type -> keySources(own, type, List.of())));
      }
      case "partiql" -> {
        actions.addAll(List.of(rule.column(0).split(",")));
        requirements.add(
            new PartiQl(operation, (action, type) -> keySources(action, type, List.of())));
      }
      default -> throw new IllegalStateException("unknown way " + by + " for " + operation);
    }
  }

  private void addRoles(Set<String> actions, List<Requirement> requirements) {
    List<PassedRole> roles =
        PassedRole.of(operation, rules.of("role", operation.name()), names.principal());
    if (!roles.isEmpty()) {
      actions.add(PassedRole.ACTION);
      requirements.addAll(roles);
    }
  }

  /** The action that AWS asks for when resources are created with tags. */
  private void addTagging(Set<String> actions, List<Requirement> requirements) {
    if (names.prefix().equals("ec2")) {
      if (tags.hasSpecifications()) {
        actions.add(TagOnCreate.ACTION);
        requirements.add(
            new TagOnCreate(
                tags,
                operation.name(),
                references.apply("ec2"),
                type -> keySources(TagOnCreate.ACTION, type, List.of())));
      }
      return;
    }
    List<Rule> kept = rules.of("tagging", operation.name());
    String tagging = names.tagging();
    String on = null;
    if (!kept.isEmpty()) {
      tagging = kept.getFirst().column(0);
      on = kept.getFirst().option("on");
    }
    if (tagging.isEmpty() || tagging.equals("-") || !tags.any() || isTagging(actions)) {
      return;
    }
    String action = tagging.contains(":") ? tagging : names.prefix() + ":" + tagging;
    actions.add(action);
    requirements.add(taggingPlan(action, on));
  }

  /** Whether the operation's own purpose is to set or remove tags. */
  private boolean isTagging(Set<String> actions) {
    for (String action : actions) {
      ActionDetails details = action(action);
      if (details != null && details.level() == AccessLevel.TAGGING) {
        return true;
      }
    }
    return false;
  }

  private ActionPlan taggingPlan(String action, String on) {
    ActionDetails details = action(action);
    ActionDetails own = action(names.prefix() + ":" + operation.name());
    List<MemberPath> arnMembers = members.arns();
    List<ResourcePlan> resources = new ArrayList<>();
    if (on != null) {
      for (String type : on.split(",")) {
        resources.add(
            resource(
                action,
                type,
                true,
                conditionKeys(details, type),
                List.of(),
                List.of(type),
                null));
      }
    } else if (own != null) {
      for (ResourceUse use : own.resources()) {
        if (use.required() && isTagged(details, use.type())) {
          resources.add(
              resource(
                  action,
                  use.type(),
                  true,
                  conditionKeys(details, use.type()),
                  arnMembers,
                  subjects(own),
                  null));
        }
      }
    }
    if (resources.isEmpty() && details != null) {
      addCreated(action, details, resources);
    }
    String key = names.prefix() + ":createaction";
    return new ActionPlan(
        action,
        tags::present,
        resources,
        List.of(),
        null,
        false,
        true,
        keySources(action, null, List.of()),
        Map.of(key, List.of(operation.name())));
  }

  /** The type that the operation's name ends in, which is what it creates. */
  private void addCreated(String action, ActionDetails tagging, List<ResourcePlan> resources) {
    String name = MemberNames.letters(operation.name());
    for (ResourceUse use : tagging.resources()) {
      if (name.endsWith(MemberNames.letters(use.type())) && resources.isEmpty()) {
        resources.add(
            resource(
                action, use.type(), true, use.conditionKeys(), List.of(), List.of(), null));
      }
    }
  }

  private static boolean isTagged(ActionDetails tagging, String type) {
    if (tagging == null || tagging.resources().isEmpty()) {
      return true;
    }
    for (ResourceUse use : tagging.resources()) {
      if (use.type().equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** What the reference says of an action, or null. */
  private ActionDetails action(String action) {
    int colon = action.indexOf(':');
    ServiceActions reference = references.apply(action.substring(0, colon));
    return reference == null ? null : reference.action(action.substring(colon + 1));
  }

  /** An action's name as the reference writes it, which may differ in case from the operation's. */
  private String own(String action) {
    return names.prefix() + ":" + action(action).name();
  }

  private ActionPlan actionPlan(
      String action, Presence condition, List<String> on, String named) {
    ActionDetails details = action(action);
    List<MemberPath> arnMembers = members.arns();
    List<ResourcePlan> resources = new ArrayList<>();
    if (on != null) {
      for (String type : on) {
        if (!type.equals("-")) {
          resources.add(
              resource(
                  action,
                  type,
                  true,
                  conditionKeys(details, type),
                  named == null ? arnMembers : List.of(),
                  on,
                  named));
        }
      }
    } else if (details != null) {
      List<String> needed = types("need");
      List<String> skipped = types("skip");
      List<String> optional = types("optional");
      for (ResourceUse use : details.resources()) {
        if (!skipped.contains(use.type())) {
          boolean required =
              use.required() && !optional.contains(use.type()) || needed.contains(use.type());
          resources.add(
              resource(
                  action,
                  use.type(),
                  required,
                  use.conditionKeys(),
                  arnMembers,
                  subjects(details),
                  named));
        }
      }
    }
    // ARNs of no known type count where the action is about resources at all.
    return new ActionPlan(
        action,
        condition == null ? null : condition::holds,
        resources,
        resources.isEmpty() ? List.of() : arnMembers,
        named == null && !resources.isEmpty() ? members.onlyResource() : null,
        members.anyResource(),
        creates(),
        keySources(action, null, List.of()),
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

  private List<String> types(String kind) {
    List<String> types = new ArrayList<>();
    for (Rule rule : rules.of(kind, operation.name())) {
      types.addAll(List.of(rule.column(0).split(",")));
    }
    return types;
  }

  private static List<String> conditionKeys(ActionDetails details, String type) {
    if (details != null) {
      for (ResourceUse use : details.resources()) {
        if (use.type().equals(type)) {
          return use.conditionKeys();
        }
      }
    }
    return List.of();
  }

  /** The types that a member that just says "name" or "id" may name. */
  private List<String> subjects(ActionDetails details) {
    List<String> required = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (ResourceUse use : details.resources()) {
      all.add(use.type());
      if (use.required()) {
        required.add(use.type());
      }
    }
    if (required.size() == 1) {
      return required;
    }
    if (all.size() == 1) {
      return all;
    }
    String name = MemberNames.letters(operation.name());
    all.removeIf(
        type -> {
          String letters = MemberNames.letters(type);
          return !name.endsWith(letters) && !name.endsWith(letters + "s");
        });
    return all;
  }

  private ResourcePlan resource(
      String action,
      String type,
      boolean required,
      List<String> useKeys,
      List<MemberPath> arnMembers,
      List<String> subjects,
      String named) {
    String prefix = action.substring(0, action.indexOf(':'));
    return resourcePlan(
        prefix,
        type,
        required,
        arnMembers,
        subjects,
        asked(prefix, type, named == null ? null : action),
        named,
        keySources(action, type, useKeys));
  }

  private ResourcePlan resourcePlan(
      String prefix,
      String type,
      boolean required,
      List<MemberPath> arnMembers,
      List<String> subjects,
      String asked,
      String named,
      KeySources keys) {
    ResourceType details = references.apply(prefix).resourceTypes().get(type);
    if (details == null) {
      throw new IllegalStateException(prefix + " has no resources of the type " + type);
    }
    List<ResourcePlan.Form> forms = new ArrayList<>();
    for (String pattern : details.arnPatterns()) {
      ArnTemplate template = ArnTemplate.of(pattern);
      int primary = template.primary();
      ValueExpression[][] sources = new ValueExpression[template.size()][];
      Set<MemberPath> used = new HashSet<>();
      for (int i = 0; i < sources.length; i++) {
        sources[i] =
            named != null && i == primary
                ? new ValueExpression[] {ValueExpression.of(operation.input(), named)}
                : sources(template, i, type, subjects.contains(type), used);
      }
      forms.add(new ResourcePlan.Form(template, sources, naming(template, sources, required)));
    }
    return new ResourcePlan(
        type,
        required,
        asked,
        named == null ? expression("arn", type) : null,
        arnMembers,
        forms,
        keys);
  }

  private String asked(String prefix, String type, String action) {
    if (!prefix.equals(names.prefix())) {
      return null;
    }
    return action == null ? type : type + "/" + action.substring(action.indexOf(':') + 1);
  }

  /**
   * The variable whose values name resources: the last, or, if the request never tells it, the last
   * that it tells. What is optional is not named by its parent alone, unless a rule says so.
   */
  private static int naming(ArnTemplate template, ValueExpression[][] sources, boolean required) {
    int last = template.primary();
    for (int i = last; i >= 0; i--) {
      boolean ruledOut = sources[i].length == 1 && sources[i][0].isNothing();
      if (!template.isCommon(i) && sources[i].length > 0 && !ruledOut) {
        return i;
      }
      if (!required && !ruledOut && !template.isCommon(i)) {
        return last;
      }
    }
    return last;
  }

  private ValueExpression[] sources(
      ArnTemplate template, int index, String type, boolean subject, Set<MemberPath> used) {
    String variable = template.variable(index);
    ValueExpression rule = expression("var", type + "." + variable);
    if (rule == null && hasRule("var", type + "." + variable)) {
      return new ValueExpression[0];
    }
    if (rule == null) {
      rule = expression("var", "*." + variable);
    }
    if (rule != null) {
      return new ValueExpression[] {rule};
    }
    if (template.isCommon(index)) {
      return new ValueExpression[0];
    }
    List<MemberPath> paths =
        new ArrayList<>(members.of(variable, type, index == template.primary(), subject));
    paths.removeIf(path -> !used.add(path));
    ValueExpression[] sources = new ValueExpression[paths.size()];
    Arrays.setAll(sources, i -> ValueExpression.of(paths.get(i)));
    return sources;
  }

  private boolean hasRule(String kind, String name) {
    for (Rule rule : rules.of(kind, operation.name())) {
      if (rule.column(0).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The expression of the rule of a kind for a name, or null. */
  private ValueExpression expression(String kind, String name) {
    for (Rule rule : rules.of(kind, operation.name())) {
      if (rule.column(0).equals(name)) {
        ValueExpression expression =
            rule.column(1).equals("-")
                ? ValueExpression.nothing()
                : ValueExpression.of(operation.input(), rule.column(1));
        if (expression != null) {
          return expression;
        }
      }
    }
    return null;
  }

  private KeySources keySources(String action, String type, List<String> useKeys) {
    int colon = action.indexOf(':');
    ServiceActions reference = references.apply(action.substring(0, colon));
    ActionDetails details = reference.action(action.substring(colon + 1));
    Set<String> listed = new LinkedHashSet<>(useKeys);
    if (details != null) {
      listed.addAll(details.conditionKeys());
    }
    if (type != null && reference.resourceTypes().containsKey(type)) {
      listed.addAll(reference.resourceTypes().get(type).conditionKeys());
    }
    return new KeySources(
        operation, type, List.copyOf(listed), keyRules, tags, keyResources);
  }

  /** What finds the keys whose values are the ARN of a resource of the service's own. */
  private Map<String, ResourcePlan> keyResources() {
    Map<String, ResourcePlan> found = new HashMap<>();
    for (Rule rule : keyRules) {
      if (rule.column(1).startsWith("@") && !rule.column(1).equals("@tags")) {
        String type = rule.column(1).substring(1);
        found.put(
            rule.column(0).toLowerCase(Locale.ROOT),
            resourcePlan(
                names.prefix(), type, false, members.arns(), List.of(type), type, null, null));
      }
    }
    return Map.copyOf(found);
  }
}
