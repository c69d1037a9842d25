package io.nephele.services.sts;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.identity.AccountIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Role;
import io.nephele.identity.policies.PolicyDocuments;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.List;
import java.util.Map;

/** The trust of roles, which decides who may assume them. */
final class TrustPolicies implements ProtectedResources {
  private static final PolicyDocument TRUSTS_NOBODY =
      new PolicyDocument(PolicyKind.TRUST, PolicyDocument.VERSION_2012, null, List.of());

  private final Directory directory;
  private final PolicyDocuments documents = new PolicyDocuments();

  TrustPolicies(Directory directory) {
    this.directory = directory;
  }

  /** The trust policy of a role; one that is not there trusts nobody. */
  @Override
  public ResourcePolicy policy(String text) {
    Arn arn = Arn.parse(text);
    if (!isRole(arn)) {
      return null;
    }
    Role role = role(arn, text);
    PolicyDocument trust =
        role == null ? TRUSTS_NOBODY : documents.of(PolicyKind.TRUST, role.trustPolicy());
    return new ResourcePolicy(arn.account(), new AttachedPolicy(trust, text), true);
  }

  @Override
  public Map<String, String> tags(String text) {
    Arn arn = Arn.parse(text);
    Role role = isRole(arn) ? role(arn, text) : null;
    return role == null || role.tags() == null ? Map.of() : role.tags();
  }

  private Role role(Arn arn, String text) {
    String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    Role role = directory.read(reader -> directory.roles().get(reader, arn.account(), name));
    return role != null && role.arn().equals(text) ? role : null;
  }

  private static boolean isRole(Arn arn) {
    return arn != null
        && arn.service().equals("iam")
        && arn.resource().startsWith("role/")
        && AccountIds.isAccountId(arn.account());
  }
}
