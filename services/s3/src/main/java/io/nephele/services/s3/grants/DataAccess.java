package io.nephele.services.s3.grants;

import io.nephele.api.s3control.Credentials;
import io.nephele.api.s3control.GetDataAccessRequest;
import io.nephele.api.s3control.GetDataAccessResult;
import io.nephele.api.sts.AssumeRoleRequest;
import io.nephele.api.sts.AssumeRoleResponse;
import io.nephele.api.sts.Sts;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3World;
import java.util.List;

/**
 * Gives credentials for what was granted: a session of the location's role, which may do no more
 * than the grant says.
 */
final class DataAccess {
  private static final String SERVICE = "access-grants.s3.amazonaws.com";
  private static final String SESSION = "access-grants-";
  private static final String KIND = "s3control.grantSessions";
  private static final int SECONDS = 3600;

  private final S3World s3;
  private final GrantTable table;
  private final GrantsInstances instances;
  private final GrantsLocations locations;

  DataAccess(S3World s3, GrantsInstances instances, GrantsLocations locations) {
    this.s3 = s3;
    this.table = s3.grants();
    this.instances = instances;
    this.locations = locations;
    s3.world()
        .timers()
        .on(KIND, (transaction, timer) -> table.deleteSession(transaction, timer.id()));
  }

  /** What was found for a caller. */
  private record Found(GrantsInstance instance, Grant grant, GrantsLocation location) {}

  GetDataAccessResult get(GetDataAccessRequest in, Call call) {
    boolean object = in.targetType() != null;
    String target = in.target();
    if (!target.startsWith(GrantsLocation.EVERYWHERE) || !object && !target.endsWith("*")) {
      throw AwsException.client(
          "InvalidRequest",
          400,
          "The target has to be an S3 prefix that begins with s3:// and ends in an asterisk, or an"
              + " object of the target type Object");
    }
    Found found = find(in, target, call);
    String scope =
        "Minimal".equals(in.privilege()) || !found.grant.scope().endsWith("*")
            ? target
            : found.grant.scope();
    String instanceArn = found.instance.arn(call.partition());
    AssumeRoleResponse session =
        assume(
            new AssumeRoleRequest()
                .roleArn(found.location.roleArn())
                .roleSessionName(SESSION + s3.world().ids().uuid())
                .durationSeconds(in.durationSeconds() == null ? SECONDS : in.durationSeconds())
                .policy(SessionPolicies.of(scope, in.permission(), call.partition())),
            in.accountId(),
            instanceArn,
            call);
    remember(session, instanceArn);
    return new GetDataAccessResult()
        .credentials(
            new Credentials()
                .accessKeyId(session.credentials().accessKeyId())
                .secretAccessKey(session.credentials().secretAccessKey())
                .sessionToken(session.credentials().sessionToken())
                .expiration(session.credentials().expiration()))
        .matchedGrantTarget(scope)
        .grantee(Grants.grantee(found.grant));
  }

  /** The grant that says most exactly what is wanted. */
  private Found find(GetDataAccessRequest in, String target, Call call) {
    String caller = Grants.grantee(call.principal());
    return s3.read(
        reader -> {
          GrantsInstance instance = instances.find(reader, in.accountId(), call);
          List<Grant> matching =
              table.grants(
                  reader,
                  instance,
                  null,
                  Integer.MAX_VALUE,
                  grant ->
                      grant.grantee().equals(caller)
                          && grant.permits(in.permission())
                          && grant.covers(target));
          Grant best = null;
          for (Grant grant : matching) {
            if (best == null || grant.scope().length() > best.scope().length()) {
              best = grant;
            }
          }
          if (best == null) {
            throw GrantErrors.notGranted(in.permission(), target);
          }
          return new Found(instance, best, locations.find(reader, instance, best.locationId()));
        });
  }

  private AssumeRoleResponse assume(
      AssumeRoleRequest request, String accountId, String instanceArn, Call call) {
    try {
      return s3.world()
          .call(
              Sts.AssumeRole,
              request,
              Principal.service(SERVICE, accountId),
              call.region(),
              Origin.service(SERVICE, instanceArn));
    } catch (AwsException e) {
      if (!e.clientFault()) {
        throw e;
      }
      throw e.code().equals("AccessDenied") ? GrantErrors.notTrusted() : GrantErrors.sts(e);
    }
  }

  /** Policies may ask by which instance a session was given. */
  private void remember(AssumeRoleResponse session, String instanceArn) {
    Principal principal =
        s3.world()
            .access()
            .principal(session.credentials().accessKeyId(), session.credentials().sessionToken());
    Key row = GrantTable.session(principal.accountId(), principal.arn());
    s3.world()
        .store()
        .write(
            transaction -> {
              table.putSession(transaction, row, instanceArn);
              s3.world()
                  .timers()
                  .schedule(
                      transaction, KIND, row, session.credentials().expiration(), Bytes.EMPTY);
              return null;
            });
  }
}
