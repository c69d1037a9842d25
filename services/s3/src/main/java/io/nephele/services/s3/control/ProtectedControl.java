package io.nephele.services.s3.control;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.ProtectedBuckets;
import io.nephele.services.s3.grants.GrantAccess;
import java.util.List;
import java.util.Map;

/** What authorisation asks of what S3 Control is about. */
final class ProtectedControl implements ProtectedResources {
  private final S3World s3;
  private final ProtectedBuckets buckets;
  private final GrantAccess grants;

  ProtectedControl(S3World s3) {
    this.s3 = s3;
    this.buckets = new ProtectedBuckets(s3);
    this.grants = new GrantAccess(s3);
  }

  /** Whatever S3 Control does, it does in the caller's own account, which the request names. */
  @Override
  public AwsException refusal(Call call, Struct request) {
    Member account = call.operation().input().member("AccountId");
    if (account == null) {
      return null;
    }
    Object named = request.get(account);
    if (named == null) {
      return S3Errors.invalidRequest("Missing required header for this request: x-amz-account-id");
    }
    return named.equals(call.accountId()) || GrantAccess.isForOthers(call)
        ? null
        : S3Errors.accessDenied();
  }

  /** Policies call multi-region access points by their aliases, most requests by their names. */
  @Override
  public List<String> arns(String type, Call call, Struct request) {
    if (!type.equals("multiregionaccesspoint")) {
      return null;
    }
    Struct details = value(request, "Details") instanceof Struct given ? given : request;
    Object name = value(details, "Name");
    String arn =
        name instanceof String text && value(request, "AccountId") instanceof String account
            ? s3.read(reader -> s3.multiRegion().arn(reader, account, text, call.partition()))
            : null;
    return arn == null ? null : List.of(arn);
  }

  private static Object value(Struct struct, String name) {
    Member member = struct.shape().member(name);
    return member == null ? null : struct.get(member);
  }

  @Override
  public ResourcePolicy policy(String arn, String action, Call call, Struct request) {
    Arn parsed = Arn.parse(arn);
    return GrantAccess.isOf(parsed)
        ? grants.policy(parsed)
        : buckets.policy(arn, action, call, request);
  }

  @Override
  public Map<String, String> tags(String arn) {
    Arn parsed = Arn.parse(arn);
    if (!GrantAccess.isOf(parsed)) {
      return buckets.tags(arn);
    }
    Map<String, String> tags = s3.read(reader -> grants.tags(reader, parsed));
    return tags == null ? Map.of() : tags;
  }
}
