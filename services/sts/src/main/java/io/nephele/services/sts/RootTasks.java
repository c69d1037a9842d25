package io.nephele.services.sts;

import io.nephele.api.sts.AssumeRootRequest;
import io.nephele.api.sts.AssumeRootResponse;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;

/** What only accounts in an organization can ask for. */
final class RootTasks {
  /**
   * A session of a member account's root user is for an organization's management account that has
   * central root access. No account of the world is in an organization.
   */
  AssumeRootResponse assumeRoot(AssumeRootRequest in, Call call) {
    Principal caller = call.principal();
    throw StsErrors.notAuthorized(caller.arn(), "sts:AssumeRoot", in.targetPrincipal());
  }
}
