package io.nephele.services.iam;

import io.nephele.api.iam.GlobalEndpointTokenVersion;
import io.nephele.api.iam.SetSecurityTokenServicePreferencesRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;

/** The operation on which tokens the global endpoint of STS issues. */
final class SecurityTokenPreferences {
  private final IamWorld iam;

  SecurityTokenPreferences(IamWorld iam) {
    this.iam = iam;
  }

  Unit set(SetSecurityTokenServicePreferencesRequest in, Call call) {
    boolean two = in.globalEndpointTokenVersion().equals(GlobalEndpointTokenVersion.V2_TOKEN);
    return iam.write(
        call,
        transaction -> {
          iam.directory()
              .putAccount(
                  transaction,
                  call.accountId(),
                  iam.account(transaction, call).withGlobalTokenVersion(two ? 2 : 1));
          return IamWorld.done(call);
        });
  }
}
