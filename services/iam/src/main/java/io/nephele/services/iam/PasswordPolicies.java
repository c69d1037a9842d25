package io.nephele.services.iam;

import io.nephele.api.iam.GetAccountPasswordPolicyResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.UpdateAccountPasswordPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.PasswordPolicy;
import io.nephele.model.Unit;

/** The operations on the password policy of the account. */
final class PasswordPolicies {
  private static final int USUAL_LENGTH = 6;

  private final IamWorld iam;

  PasswordPolicies(IamWorld iam) {
    this.iam = iam;
  }

  /** Sets all of the policy; what the request leaves out is as if there had been none. */
  Unit update(UpdateAccountPasswordPolicyRequest in, Call call) {
    PasswordPolicy policy =
        new PasswordPolicy(
            orElse(in.minimumPasswordLength(), USUAL_LENGTH),
            Boolean.TRUE.equals(in.requireSymbols()),
            Boolean.TRUE.equals(in.requireNumbers()),
            Boolean.TRUE.equals(in.requireUppercaseCharacters()),
            Boolean.TRUE.equals(in.requireLowercaseCharacters()),
            Boolean.TRUE.equals(in.allowUsersToChangePassword()),
            orElse(in.maxPasswordAge(), 0),
            orElse(in.passwordReusePrevention(), 0),
            Boolean.TRUE.equals(in.hardExpiry()));
    return put(policy, call);
  }

  GetAccountPasswordPolicyResponse get(Unit in, Call call) {
    PasswordPolicy policy = iam.read(reader -> require(reader, call));
    return new GetAccountPasswordPolicyResponse()
        .passwordPolicy(
            new io.nephele.api.iam.PasswordPolicy()
                .minimumPasswordLength(policy.minimumLength())
                .requireSymbols(policy.requireSymbols())
                .requireNumbers(policy.requireNumbers())
                .requireUppercaseCharacters(policy.requireUppercase())
                .requireLowercaseCharacters(policy.requireLowercase())
                .allowUsersToChangePassword(policy.allowUsersToChange())
                .expirePasswords(policy.maxAgeDays() > 0)
                .maxPasswordAge(policy.maxAgeDays() == 0 ? null : policy.maxAgeDays())
                .passwordReusePrevention(
                    policy.reusePrevention() == 0 ? null : policy.reusePrevention())
                .hardExpiry(policy.hardExpiry()));
  }

  Unit delete(Unit in, Call call) {
    iam.read(reader -> require(reader, call));
    return put(null, call);
  }

  private Unit put(PasswordPolicy policy, Call call) {
    return iam.write(
        call,
        transaction -> {
          iam.directory()
              .putAccount(
                  transaction,
                  call.accountId(),
                  iam.account(transaction, call).withPasswordPolicy(policy));
          return IamWorld.done(call);
        });
  }

  private PasswordPolicy require(Reader reader, Call call) {
    PasswordPolicy policy = iam.account(reader, call).passwordPolicy();
    if (policy == null) {
      throw new NoSuchEntityException(
          "The Password Policy with domain name " + call.accountId() + " cannot be found.");
    }
    return policy;
  }

  private static int orElse(Integer value, int usual) {
    return value == null ? usual : value;
  }
}
