package io.nephele.services.s3.accesspoints;

import io.nephele.api.s3control.DeleteAccessPointScopeRequest;
import io.nephele.api.s3control.GetAccessPointScopeRequest;
import io.nephele.api.s3control.GetAccessPointScopeResult;
import io.nephele.api.s3control.PutAccessPointScopeRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3World;

/** The scopes of access points, which none has that is of a general purpose bucket. */
public final class AccessPointScopes {
  private final S3World s3;

  /** The scopes of a world. */
  public AccessPointScopes(S3World s3) {
    this.s3 = s3;
  }

  /** Says that the access point can have none, or that it is not there. */
  public Unit put(PutAccessPointScopeRequest in, Call call) {
    throw refusal(in.accountId(), in.name(), call);
  }

  /** Says that the access point can have none, or that it is not there. */
  public GetAccessPointScopeResult get(GetAccessPointScopeRequest in, Call call) {
    throw refusal(in.accountId(), in.name(), call);
  }

  /** Says that the access point can have none, or that it is not there. */
  public Unit delete(DeleteAccessPointScopeRequest in, Call call) {
    throw refusal(in.accountId(), in.name(), call);
  }

  private AwsException refusal(String accountId, String name, Call call) {
    s3.read(reader -> AccessPoints.find(s3, reader, accountId, name, call));
    return AccessPointErrors.noScope();
  }
}
