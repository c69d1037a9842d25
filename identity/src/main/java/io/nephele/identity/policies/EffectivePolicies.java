package io.nephele.identity.policies;

import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.PasswordPolicy;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policies that are in force for identities. What was found of an identity is kept until the
 * directory of its account changes.
 */
public final class EffectivePolicies {
  private static final int MOST = 4096;

  private final Directory directory;
  private final PolicyDocuments documents = new PolicyDocuments();
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** What was found when the account's directory had that revision. */
  private record Known(long revision, IdentityPolicies policies) {}

  /** The policies that the directory holds. */
  public EffectivePolicies(Directory directory) {
    this.directory = directory;
  }

  /** What the user or role behind a principal may do, its session policies aside. */
  public IdentityPolicies of(Principal principal) {
    return switch (principal.type()) {
      case USER, ROLE_SESSION -> known(principal.accountId(), principal.entityArn());
      case FEDERATED_USER ->
          principal.entityArn().endsWith(":root")
              ? IdentityPolicies.NONE
              : known(principal.accountId(), principal.entityArn());
      case ROOT, SERVICE, ANONYMOUS -> IdentityPolicies.NONE;
    };
  }

  /** Starts a set with all that a principal brings: its own policies, boundary and session's. */
  public PolicySet.Builder policySet(Principal principal, IdentityPolicies own) {
    PolicySet.Builder set = PolicySet.builder();
    own.policies().forEach(set::identity);
    if (own.boundary() != null) {
      set.boundary(own.boundary());
    }
    Session session = principal.session();
    if (session != null && session.hasPolicies()) {
      for (String inline : session.policies()) {
        set.session(AttachedPolicy.of(documents.of(PolicyKind.SESSION, inline)));
      }
      for (String arn : session.policyArns()) {
        set.session(managed(principal.accountId(), PolicyKind.SESSION, arn));
      }
    }
    return set;
  }

  /** The policies of a user, a role or a group, by its ARN. */
  public IdentityPolicies of(Reader reader, String accountId, String entityArn) {
    IdentityPolicies own = sources(reader, accountId, entityArn).policies();
    PasswordPolicy passwords = directory.account(reader, accountId).passwordPolicy();
    if (passwords == null || !passwords.allowUsersToChange() || !isUser(entityArn)) {
      return own;
    }
    List<AttachedPolicy> all = new ArrayList<>(own.policies());
    all.add(AttachedPolicy.of(documents.of(PolicyKind.IDENTITY, ownPassword(entityArn))));
    return new IdentityPolicies(List.copyOf(all), own.boundary(), own.tags());
  }

  /** What the password policy of an account can let each user do. */
  private static String ownPassword(String userArn) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
        + "\"Action\":\"iam:ChangePassword\",\"Resource\":\""
        + userArn
        + "\"},{\"Effect\":\"Allow\",\"Action\":\"iam:GetAccountPasswordPolicy\","
        + "\"Resource\":\"*\"}]}";
  }

  private static boolean isUser(String arn) {
    return arn.startsWith("user/", arn.lastIndexOf(':') + 1);
  }

  /** The policies of a user, a role or a group, by its ARN, and where each comes from. */
  public PolicySources sources(Reader reader, String accountId, String entityArn) {
    String name = entityArn.substring(entityArn.lastIndexOf('/') + 1);
    int type = entityArn.lastIndexOf(':') + 1;
    if (entityArn.startsWith("user/", type)) {
      User user = directory.users().get(reader, accountId, name);
      return user == null || !user.arn().equals(entityArn)
          ? PolicySources.NONE
          : ofUser(reader, accountId, user);
    }
    List<PolicySource> found = new ArrayList<>();
    if (entityArn.startsWith("role/", type)) {
      Role role = directory.roles().get(reader, accountId, name);
      if (role == null || !role.arn().equals(entityArn)) {
        return PolicySources.NONE;
      }
      collect(reader, accountId, "role", role.name(), role.attached(), role.inline(), found);
      return new PolicySources(found, boundary(reader, accountId, role.boundary()), role.tags());
    }
    Group group = directory.groups().get(reader, accountId, name);
    if (group == null || !group.arn().equals(entityArn)) {
      return PolicySources.NONE;
    }
    collect(reader, accountId, "group", group.name(), group.attached(), group.inline(), found);
    return new PolicySources(found, null, Map.of());
  }

  private IdentityPolicies known(String accountId, String entityArn) {
    return directory.read(
        reader -> {
          long revision = directory.revision(reader, accountId);
          Known found = known.get(entityArn);
          if (found != null && found.revision() == revision) {
            return found.policies();
          }
          IdentityPolicies policies = of(reader, accountId, entityArn);
          if (known.size() >= MOST) {
            known.clear();
          }
          known.put(entityArn, new Known(revision, policies));
          return policies;
        });
  }

  private PolicySources ofUser(Reader reader, String accountId, User user) {
    List<PolicySource> found = new ArrayList<>();
    collect(reader, accountId, "user", user.name(), user.attached(), user.inline(), found);
    for (String groupName : user.groups()) {
      Group group = directory.groups().get(reader, accountId, groupName);
      if (group != null) {
        collect(reader, accountId, "group", group.name(), group.attached(), group.inline(), found);
      }
    }
    return new PolicySources(found, boundary(reader, accountId, user.boundary()), user.tags());
  }

  private PolicySource boundary(Reader reader, String accountId, String arn) {
    return arn == null ? null : managed(reader, accountId, PolicyKind.BOUNDARY, arn, null, null);
  }

  private void collect(
      Reader reader,
      String accountId,
      String entityType,
      String entityName,
      List<String> attached,
      Map<String, String> inline,
      List<PolicySource> to) {
    inline.forEach(
        (name, text) ->
            to.add(
                new PolicySource(
                    entityType,
                    entityName,
                    text,
                    new AttachedPolicy(documents.of(PolicyKind.IDENTITY, text), name))));
    for (String arn : attached) {
      to.add(managed(reader, accountId, PolicyKind.IDENTITY, arn, entityType, entityName));
    }
  }

  private AttachedPolicy managed(String accountId, PolicyKind kind, String arn) {
    return directory.read(reader -> managed(reader, accountId, kind, arn, null, null)).policy();
  }

  /** A managed policy; one that is gone allows nothing. */
  private PolicySource managed(
      Reader reader,
      String accountId,
      PolicyKind kind,
      String arn,
      String entityType,
      String entityName) {
    String found = directory.managedPolicyDocument(reader, accountId, arn);
    String text = found == null ? "" : found;
    return new PolicySource(
        entityType, entityName, text, new AttachedPolicy(documents.of(kind, text), arn));
  }
}
