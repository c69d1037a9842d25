package io.nephele.services.iam;

import io.nephele.api.iam.UpdateAssumeRolePolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Role;
import io.nephele.identity.policies.NamedPrincipals;
import io.nephele.model.Unit;
import io.nephele.policy.MalformedPolicyException;

/** The trust policies of roles. */
final class RoleTrust {
  private final IamWorld iam;
  private final NamedPrincipals principals;

  RoleTrust(IamWorld iam) {
    this.iam = iam;
    this.principals = new NamedPrincipals(iam.directory());
  }

  Unit update(UpdateAssumeRolePolicyRequest in, Call call) {
    PolicyRules.checkTrust(in.policyDocument());
    return iam.write(
        call,
        transaction -> {
          Role role = iam.role(transaction, call, in.roleName());
          ServiceLinkedRoles.checkModifiable(role);
          NamedPrincipals.Stored trusted = stored(transaction, call, in.policyDocument());
          Role updated = role.withTrustPolicy(trusted.document(), trusted.arns());
          iam.directory().roles().put(transaction, call.accountId(), role.name(), updated);
          return IamWorld.done(call);
        });
  }

  /** A checked document as it is kept; an error to the caller if it names who is not there. */
  NamedPrincipals.Stored stored(Reader reader, Call call, String document) {
    try {
      return principals.stored(reader, call.accountId(), call.partition(), document);
    } catch (MalformedPolicyException e) {
      throw IamErrors.malformedPolicy(e.getMessage());
    }
  }

  /** The document of a role as results have it. */
  String shown(Reader reader, Role role) {
    NamedPrincipals.Stored stored = new NamedPrincipals.Stored(role.trustPolicy(), role.trusted());
    return Documents.encoded(principals.shown(reader, stored));
  }
}
