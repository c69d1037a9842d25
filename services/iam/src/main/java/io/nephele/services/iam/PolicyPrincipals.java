package io.nephele.services.iam;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.identity.policies.EffectivePolicies;
import io.nephele.identity.policies.PolicySources;

/** Finds the users, groups and roles whose policies are asked about, by their ARNs. */
final class PolicyPrincipals {
  private final IamWorld iam;
  private final EffectivePolicies effective;

  PolicyPrincipals(IamWorld iam) {
    this.iam = iam;
    this.effective = Identity.of(iam.world()).effectivePolicies();
  }

  /**
   * A user, group or role and its policies.
   *
   * @param type {@code user}, {@code group} or {@code role}
   * @param id its unique id
   */
  record Found(
      String type, String name, String path, String arn, String id, PolicySources sources) {}

  /**
   * The one of that ARN; an error to the caller if it is not there. It is found by its name, as IAM
   * does, whatever the ARN's path.
   */
  Found find(String text, Call call) {
    Arn arn = Arn.parse(text);
    int slash = arn == null ? -1 : arn.resource().indexOf('/');
    if (slash < 0 || !arn.service().equals("iam")) {
      throw notClear(text);
    }
    String type = arn.resource().substring(0, slash);
    String name = IamWorld.lastPart(arn.resource());
    return switch (type) {
      case "user" -> iam.read(reader -> of(reader, call, iam.user(reader, call, name)));
      case "group" -> iam.read(reader -> of(reader, call, iam.group(reader, call, name)));
      case "role" -> iam.read(reader -> of(reader, call, iam.role(reader, call, name)));
      default -> throw notClear(text);
    };
  }

  /** The policies of a user. */
  Found of(Reader reader, Call call, User user) {
    return new Found(
        "user",
        user.name(),
        user.path(),
        user.arn(),
        user.id(),
        effective.sources(reader, call.accountId(), user.arn()));
  }

  /** The policies of a group. */
  Found of(Reader reader, Call call, Group group) {
    return new Found(
        "group",
        group.name(),
        group.path(),
        group.arn(),
        group.id(),
        effective.sources(reader, call.accountId(), group.arn()));
  }

  /** The policies of a role. */
  Found of(Reader reader, Call call, Role role) {
    return new Found(
        "role",
        role.name(),
        role.path(),
        role.arn(),
        role.id(),
        effective.sources(reader, call.accountId(), role.arn()));
  }

  private static RuntimeException notClear(String arn) {
    return IamErrors.invalidInput(
        "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
  }
}
