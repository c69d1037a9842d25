package io.nephele.services.sts;

import io.nephele.api.sts.AssumeRootRequest;
import io.nephele.api.sts.AssumeRootResponse;
import io.nephele.api.sts.ExpiredTradeInTokenException;
import io.nephele.api.sts.GetDelegatedAccessTokenRequest;
import io.nephele.api.sts.GetDelegatedAccessTokenResponse;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;

/** What only accounts in an organization, and partners of AWS, can ask for. */
final class RootTasks {
  /**
   * A session of a member account's root user is for an organization's management account that has
   * central root access. No account of the world is in an organization.
   */
  AssumeRootResponse assumeRoot(AssumeRootRequest in, Call call) {
    Principal caller = call.principal();
    throw StsErrors.notAuthorized(caller.arn(), "sts:AssumeRoot", in.targetPrincipal());
  }

  /** A trade-in token comes from a partner's request for delegation, of which there are none. */
  GetDelegatedAccessTokenResponse getDelegatedAccessToken(
      GetDelegatedAccessTokenRequest in, Call call) {
    throw new ExpiredTradeInTokenException(
        "The trade-in token was not issued by this world or has expired.");
  }
}
