package io.nephele.services.iam;

import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.identity.policies.PolicySource;
import io.nephele.identity.policies.PolicySources;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;

/** What a report on the use of services is about: policies, and who has them. */
final class AccessSubjects {
  private final IamWorld iam;
  private final PolicyPrincipals principals;

  AccessSubjects(IamWorld iam, PolicyPrincipals principals) {
    this.iam = iam;
    this.principals = principals;
  }

  /**
   * What a report is about.
   *
   * @param documents the policies
   * @param entities the users and roles that have them
   */
  record Subject(List<PolicyDocument> documents, List<Entity> entities) {}

  /** A user ({@code USER}) or role ({@code ROLE}). */
  record Entity(String arn, String name, String type, String id, String path) {
    static Entity of(User user) {
      return new Entity(user.arn(), user.name(), "USER", user.id(), user.path());
    }

    static Entity of(Role role) {
      return new Entity(role.arn(), role.name(), "ROLE", role.id(), role.path());
    }
  }

  /** The subject of that ARN; an error to the caller if it is not there. */
  Subject find(String text, Call call) {
    Arn arn = Arn.parse(text);
    if (arn != null && arn.service().equals("iam") && arn.resource().startsWith("policy/")) {
      return iam.read(reader -> ofPolicy(reader, text, call));
    }
    PolicyPrincipals.Found found = principals.find(text, call);
    return iam.read(
        reader -> new Subject(documents(found.sources()), entities(reader, found, call)));
  }

  private static List<PolicyDocument> documents(PolicySources sources) {
    List<PolicyDocument> documents = new ArrayList<>();
    for (PolicySource source : sources.all()) {
      documents.add(source.policy().document());
    }
    return documents;
  }

  private List<Entity> entities(Reader reader, PolicyPrincipals.Found found, Call call) {
    Directory directory = iam.directory();
    return switch (found.type()) {
      case "user" ->
          List.of(Entity.of(directory.users().get(reader, call.accountId(), found.name())));
      case "role" ->
          List.of(Entity.of(directory.roles().get(reader, call.accountId(), found.name())));
      default -> members(reader, found.name(), call);
    };
  }

  private List<Entity> members(Reader reader, String groupName, Call call) {
    List<Entity> members = new ArrayList<>();
    for (User user : iam.directory().users().all(reader, call.accountId())) {
      if (user.groups().stream().anyMatch(groupName::equalsIgnoreCase)) {
        members.add(Entity.of(user));
      }
    }
    return members;
  }

  private Subject ofPolicy(Reader reader, String arn, Call call) {
    String text = iam.directory().managedPolicyDocument(reader, call.accountId(), arn);
    if (text == null) {
      throw new NoSuchEntityException("Policy " + arn + " was not found.");
    }
    List<Entity> entities = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    for (Group group : iam.directory().groups().all(reader, call.accountId())) {
      if (group.attached().contains(arn)) {
        groups.add(group.name());
      }
    }
    for (User user : iam.directory().users().all(reader, call.accountId())) {
      if (user.attached().contains(arn) || user.groups().stream().anyMatch(groups::contains)) {
        entities.add(Entity.of(user));
      }
    }
    for (Role role : iam.directory().roles().all(reader, call.accountId())) {
      if (role.attached().contains(arn)) {
        entities.add(Entity.of(role));
      }
    }
    return new Subject(List.of(document(text)), entities);
  }

  private static PolicyDocument document(String text) {
    try {
      return PolicyDocument.parse(text, PolicyKind.IDENTITY);
    } catch (MalformedPolicyException e) {
      throw new IllegalStateException("a stored policy is malformed", e);
    }
  }
}
