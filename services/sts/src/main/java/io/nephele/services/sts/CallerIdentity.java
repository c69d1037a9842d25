package io.nephele.services.sts;

import io.nephele.api.sts.GetAccessKeyInfoRequest;
import io.nephele.api.sts.GetAccessKeyInfoResponse;
import io.nephele.api.sts.GetCallerIdentityRequest;
import io.nephele.api.sts.GetCallerIdentityResponse;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.model.AwsException;

/** Whose credentials those are: {@code GetCallerIdentity} and {@code GetAccessKeyInfo}. */
final class CallerIdentity {
  GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest in, Call call) {
    Principal caller = call.principal();
    return new GetCallerIdentityResponse()
        .account(caller.accountId())
        .arn(caller.arn())
        .userId(caller.id());
  }

  /** The account is in the id itself; whether the key is good is not told. */
  GetAccessKeyInfoResponse getAccessKeyInfo(GetAccessKeyInfoRequest in, Call call) {
    String id = in.accessKeyId();
    boolean key = id.startsWith(AccessKeyIds.LASTING) || id.startsWith(AccessKeyIds.TEMPORARY);
    String account = key ? AccessKeyIds.accountOf(id) : null;
    if (account == null) {
      throw AwsException.client(
          "InvalidClientTokenId", 403, "The security token included in the request is invalid.");
    }
    return new GetAccessKeyInfoResponse().account(account);
  }
}
