package io.nephele.services.iam;

import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each managed policy is attached in an account, counted anew each time. */
final class PolicyUsage {
  private final Map<String, Integer> attachments = new HashMap<>();
  private final Map<String, Integer> boundaries = new HashMap<>();

  private PolicyUsage() {}

  /** Counts in an account. */
  static PolicyUsage of(Reader reader, String accountId, Directory directory) {
    PolicyUsage usage = new PolicyUsage();
    for (User user : directory.users().all(reader, accountId)) {
      usage.add(user.attached(), user.boundary());
    }
    for (Group group : directory.groups().all(reader, accountId)) {
      usage.add(group.attached(), null);
    }
    for (Role role : directory.roles().all(reader, accountId)) {
      usage.add(role.attached(), role.boundary());
    }
    return usage;
  }

  private void add(List<String> attached, String boundary) {
    for (String arn : attached) {
      attachments.merge(arn, 1, Integer::sum);
    }
    if (boundary != null) {
      boundaries.merge(boundary, 1, Integer::sum);
    }
  }

  /** How many users, groups and roles a policy is attached to. */
  int attachments(String arn) {
    return attachments.getOrDefault(arn, 0);
  }

  /** Of how many users and roles a policy is the permissions boundary. */
  int boundaries(String arn) {
    return boundaries.getOrDefault(arn, 0);
  }

  /** Whether it is attached or a boundary. */
  boolean isUsed(String arn) {
    return attachments.containsKey(arn) || boundaries.containsKey(arn);
  }
}
