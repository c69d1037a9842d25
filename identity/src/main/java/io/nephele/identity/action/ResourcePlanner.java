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

/** Makes the plans by which the resources and condition keys of one operation are found. */
final class ResourcePlanner {
  private final Operation operation;
  private final String prefix;
  private final ServiceRules rules;
  private final Function<String, ServiceActions> references;
  private final MemberNames members;
  private final RequestTags tags;
  private final List<Rule> keyRules;
  private final Map<String, ResourcePlan> keyResources;

  /**
   * @param prefix the prefix of the service's actions
   * @param references gives what the reference says of a prefix
   */
  ResourcePlanner(
      Operation operation,
      String prefix,
      ServiceRules rules,
      Function<String, ServiceActions> references,
      RequestTags tags) {
    this.operation = operation;
    this.prefix = prefix;
    this.rules = rules;
    this.references = references;
    this.members = new MemberNames(RequestLeaf.of(operation.input()));
    this.tags = tags;
    this.keyRules = rules.of("key", operation.name());
    this.keyResources = keyResources();
  }

  MemberNames members() {
    return members;
  }

  /** What the reference says of a prefix. */
  ServiceActions reference(String ofPrefix) {
    return references.apply(ofPrefix);
  }

  /** What the reference says of an action, or null. */
  ActionDetails action(String action) {
    int colon = action.indexOf(':');
    ServiceActions reference = references.apply(action.substring(0, colon));
    return reference == null ? null : reference.action(action.substring(colon + 1));
  }

  /** The types that a rule names, all of which a request has. */
  List<ResourcePlan> onTypes(String action, List<String> on, String named) {
    ActionDetails details = action(action);
    List<MemberPath> arnMembers = named == null ? members.arns() : List.of();
    List<ResourcePlan> resources = new ArrayList<>();
    for (String type : on) {
      if (!type.equals("-")) {
        List<String> keys = conditionKeys(details, type);
        resources.add(resource(action, type, true, keys, arnMembers, on, named));
      }
    }
    return resources;
  }

  /** The types that the reference gives an action. */
  List<ResourcePlan> ofAction(String action) {
    ActionDetails details = action(action);
    if (details == null) {
      return List.of();
    }
    List<String> needed = types("need");
    List<String> skipped = types("skip");
    List<String> optional = types("optional");
    List<ResourcePlan> resources = new ArrayList<>();
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
                members.arns(),
                subjects(details),
                null));
      }
    }
    return resources;
  }

  /**
   * The types that a tagging action is about when the operation creates them: those that the
   * operation's own action always has, else the one that its name ends in.
   */
  List<ResourcePlan> created(String tagging, ActionDetails own) {
    ActionDetails details = action(tagging);
    List<ResourcePlan> resources = new ArrayList<>();
    if (own != null) {
      for (ResourceUse use : own.resources()) {
        if (use.required() && isTagged(details, use.type())) {
          resources.add(
              resource(
                  tagging,
                  use.type(),
                  true,
                  conditionKeys(details, use.type()),
                  members.arns(),
                  subjects(own),
                  null));
        }
      }
    }
    if (resources.isEmpty() && details != null) {
      String name = MemberNames.letters(operation.name());
      for (ResourceUse use : details.resources()) {
        if (resources.isEmpty() && name.endsWith(MemberNames.letters(use.type()))) {
          resources.add(
              resource(tagging, use.type(), true, use.conditionKeys(), List.of(), List.of(), null));
        }
      }
    }
    return resources;
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
    String ofPrefix = action.substring(0, action.indexOf(':'));
    return resourcePlan(
        ofPrefix,
        type,
        required,
        arnMembers,
        subjects,
        asked(ofPrefix, type, named == null ? null : action),
        named,
        keySources(action, type, useKeys));
  }

  private ResourcePlan resourcePlan(
      String ofPrefix,
      String type,
      boolean required,
      List<MemberPath> arnMembers,
      List<String> subjects,
      String asked,
      String named,
      KeySources keys) {
    ResourceType details = references.apply(ofPrefix).resourceTypes().get(type);
    if (details == null) {
      throw new IllegalStateException(ofPrefix + " has no resources of the type " + type);
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

  private String asked(String ofPrefix, String type, String action) {
    if (!ofPrefix.equals(prefix)) {
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

  /** The condition keys of an action without regard to a resource. */
  KeySources keySources(String action) {
    return keySources(action, null, List.of());
  }

  /** The condition keys of an action on a type of resource. */
  KeySources keySources(String action, String type) {
    return keySources(action, type, conditionKeys(action(action), type));
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
    for (Rule rule : keyRules) {
      String on = type == null ? null : rule.option("on");
      if (on != null && List.of(on.split(",")).contains(type)) {
        listed.add(rule.column(0));
      }
    }
    return new KeySources(operation, type, List.copyOf(listed), keyRules, tags, keyResources);
  }

  /** What finds the keys whose values are the ARN of a resource of the service's own. */
  private Map<String, ResourcePlan> keyResources() {
    Map<String, ResourcePlan> found = new HashMap<>();
    for (Rule rule : keyRules) {
      if (rule.column(1).startsWith("@") && !rule.column(1).equals("@tags")) {
        String type = rule.column(1).substring(1);
        found.put(
            rule.column(0).toLowerCase(Locale.ROOT),
            resourcePlan(prefix, type, false, members.arns(), List.of(type), type, null, null));
      }
    }
    return Map.copyOf(found);
  }
}
