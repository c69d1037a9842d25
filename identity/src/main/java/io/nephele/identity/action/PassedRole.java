package io.nephele.identity.action;

import io.nephele.identity.action.ServiceRules.Rule;
import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.policy.ConditionKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A member that holds a role which the called service will assume: whoever gives it needs {@code
 * iam:PassRole} on the role. Members are found by their names ({@code RoleArn}, {@code Role},
 * {@code ExecutionRoleArn} and so on) in operations that do not just read or delete; rules of the
 * kind {@code role} add some, take others and all that is below a member away, and name the
 * principal where it is not the service's usual one. A role is given by its ARN or its name. Where
 * it is given by something else (an instance profile) the called service tells it: {@code
 * ProtectedResources.arns} with the type {@code passed-role}.
 */
final class PassedRole implements Requirement {
  static final String ACTION = "iam:PassRole";

  private static final String TYPE = "passed-role";
  private static final int DEEPEST = 5;
  private static final List<String> READING =
      List.of("Get", "List", "Describe", "Delete", "Search", "BatchGet", "Remove", "Disassociate");
  private static final List<String> NAMES = List.of("role", "rolearn", "iamrole", "rolename");
  private static final List<String> PLURALS = List.of("iamroles", "rolearns", "rolearnlist");
  private static final String PROFILE = "instanceprofile";

  private final MemberPath path;
  private final boolean profile;
  private final String principal;
  private final ResourcePlan associated;

  private PassedRole(MemberPath path, boolean profile, String principal, ResourcePlan associated) {
    this.path = path;
    this.profile = profile;
    this.principal = principal;
    this.associated = associated;
  }

  /**
   * The roles that an operation's requests may pass.
   *
   * @param resources finds the resources of a type that a rule says will have the role
   */
  static List<PassedRole> of(
      Operation operation,
      List<Rule> rules,
      String usualPrincipal,
      Function<String, ResourcePlan> resources) {
    List<PassedRole> roles = new ArrayList<>();
    Set<MemberPath> known = new HashSet<>();
    for (Rule rule : rules) {
      if (rule.column(0).equals("*")) {
        return List.copyOf(roles);
      }
      MemberPath path = MemberPath.of(operation.input(), rule.column(0));
      if (path != null && known.add(path) && !rule.column(1).equals("-")) {
        ResourcePlan associated =
            rule.columns().size() < 3 ? null : resources.apply(rule.column(2));
        roles.add(new PassedRole(path, isProfile(rule.column(0)), rule.column(1), associated));
      }
    }
    for (String verb : READING) {
      if (operation.name().startsWith(verb)) {
        return List.copyOf(roles);
      }
    }
    List<MemberPath> found = new ArrayList<>();
    collect(operation.input(), null, 0, new HashSet<>(), found);
    for (MemberPath path : found) {
      if (known.stream().noneMatch(path::isWithin)) {
        roles.add(new PassedRole(path, false, usualPrincipal, null));
      }
    }
    return List.copyOf(roles);
  }

  private static void collect(
      Shape shape, MemberPath parent, int depth, Set<Shape> within, List<MemberPath> found) {
    if (!within.add(shape)) {
      return;
    }
    for (Member member : shape.members()) {
      MemberPath path = MemberPath.to(parent, member);
      Shape structure = MemberPath.structure(member.target());
      if (structure != null) {
        if (depth < DEEPEST) {
          collect(structure, path, depth + 1, within, found);
        }
      } else if (isRole(member)) {
        found.add(path);
      }
    }
    within.remove(shape);
  }

  private static boolean isRole(Member member) {
    String name = member.name().toLowerCase(Locale.ROOT);
    ShapeType type = member.target().type();
    if (type == ShapeType.STRING) {
      return NAMES.stream().anyMatch(name::endsWith);
    }
    return type == ShapeType.LIST && PLURALS.stream().anyMatch(name::endsWith);
  }

  private static boolean isProfile(String path) {
    return path.toLowerCase(Locale.ROOT).contains(PROFILE);
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    List<String> values = path.values(context.request());
    if (values.isEmpty()) {
      return;
    }
    ConditionKeys keys = new FixedKeys(keys(context), ConditionKeys.NONE);
    List<String> told = context.resources().arns(TYPE, context.call(), context.request());
    if (told != null || profile) {
      for (String role : told == null ? List.of(role(context, ArnTemplate.UNKNOWN)) : told) {
        requests.add(new ActionRequest(ACTION, role, keys));
      }
      return;
    }
    for (String value : values) {
      // What is an ARN of anything else than a role says that no role is to be assumed.
      if (!value.isEmpty() && (!value.startsWith("arn:") || value.contains(":role/"))) {
        requests.add(new ActionRequest(ACTION, role(context, value), keys));
      }
    }
  }

  private Map<String, List<String>> keys(CallContext context) {
    List<String> principals = List.of(principal);
    if (associated == null) {
      return Map.of("iam:passedtoservice", principals);
    }
    DistinctTexts arns = new DistinctTexts();
    associated.addNamed(context, arns);
    return Map.of("iam:passedtoservice", principals, "iam:associatedresourcearn", arns.all());
  }

  private static String role(CallContext context, String given) {
    return given.startsWith("arn:")
        ? given
        : "arn:" + context.call().partition() + ":iam::" + context.account() + ":role/" + given;
  }
}
