package io.nephele.services.s3.grants;

import io.nephele.api.s3control.AccessGrantsLocationConfiguration;
import io.nephele.api.s3control.CreateAccessGrantRequest;
import io.nephele.api.s3control.CreateAccessGrantResult;
import io.nephele.api.s3control.DeleteAccessGrantRequest;
import io.nephele.api.s3control.GetAccessGrantRequest;
import io.nephele.api.s3control.GetAccessGrantResult;
import io.nephele.api.s3control.Grantee;
import io.nephele.api.s3control.ListAccessGrantEntry;
import io.nephele.api.s3control.ListAccessGrantsRequest;
import io.nephele.api.s3control.ListAccessGrantsResult;
import io.nephele.api.s3control.ListCallerAccessGrantsEntry;
import io.nephele.api.s3control.ListCallerAccessGrantsRequest;
import io.nephele.api.s3control.ListCallerAccessGrantsResult;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who may do what with which objects. */
final class Grants {
  static final String IAM = "IAM";

  private static final int MOST_LISTED = 1000;

  private final S3World s3;
  private final GrantTable table;
  private final GrantsInstances instances;
  private final GrantsLocations locations;

  Grants(S3World s3, GrantsInstances instances, GrantsLocations locations) {
    this.s3 = s3;
    this.table = s3.grants();
    this.instances = instances;
    this.locations = locations;
  }

  CreateAccessGrantResult create(CreateAccessGrantRequest in, Call call) {
    if (in.applicationArn() != null || !IAM.equals(in.grantee().granteeType())) {
      throw S3Errors.notImplemented("access grants for users of IAM Identity Center");
    }
    String grantee = in.grantee().granteeIdentifier();
    Arn arn = Arn.parse(grantee);
    boolean known =
        arn != null
            && arn.service().equals("iam")
            && (arn.resource().startsWith("user/") || arn.resource().startsWith("role/"));
    if (!known) {
      throw GrantErrors.invalidGrant("The grantee is not the ARN of an IAM user or role");
    }
    String id = s3.world().ids().uuid().toString();
    Grant grant = s3.world().store().write(transaction -> create(transaction, in, id, call));
    return new CreateAccessGrantResult()
        .createdAt(Instant.ofEpochMilli(grant.createdAt()))
        .accessGrantId(grant.id())
        .accessGrantArn(arn(grant.id(), in.accountId(), call))
        .grantee(grantee(grant))
        .accessGrantsLocationId(grant.locationId())
        .accessGrantsLocationConfiguration(configuration(grant))
        .permission(grant.permission())
        .grantScope(grant.scope());
  }

  private Grant create(Transaction transaction, CreateAccessGrantRequest in, String id, Call call) {
    GrantsInstance instance = instances.find(transaction, in.accountId(), call);
    GrantsLocation location = locations.find(transaction, instance, in.accessGrantsLocationId());
    AccessGrantsLocationConfiguration configuration = in.accessGrantsLocationConfiguration();
    String subPrefix = configuration == null ? null : configuration.s3SubPrefix();
    boolean object = in.s3PrefixType() != null;
    Grant grant =
        new Grant(
            id,
            location.id(),
            subPrefix,
            scope(location, subPrefix, object),
            in.grantee().granteeIdentifier(),
            in.permission(),
            s3.now(),
            GrantTags.of(in.tags()));
    boolean there =
        !table
            .grants(
                transaction,
                instance,
                null,
                1,
                other ->
                    other.scope().equals(grant.scope())
                        && other.grantee().equals(grant.grantee())
                        && other.permission().equals(grant.permission()))
            .isEmpty();
    if (there) {
      throw GrantErrors.grantExists();
    }
    table.put(transaction, instance, grant);
    return grant;
  }

  /** What a grant is about: the location's scope and what follows. */
  private static String scope(GrantsLocation location, String subPrefix, boolean object) {
    boolean everywhere = location.scope().equals(GrantsLocation.EVERYWHERE);
    if (everywhere && subPrefix == null) {
      throw GrantErrors.invalidGrant(
          "A grant of the default location needs a sub-prefix that begins with a bucket");
    }
    if (object && (subPrefix == null || subPrefix.endsWith("*"))) {
      throw GrantErrors.invalidGrant("A grant of an object names it without an asterisk");
    }
    if (!object && subPrefix != null && !subPrefix.endsWith("*")) {
      throw GrantErrors.invalidGrant(
          "A sub-prefix ends in an asterisk, unless the grant is of an object");
    }
    String start = Grant.withoutStar(location.scope());
    if (subPrefix == null) {
      return start.equals(location.scope())
          ? start + (start.endsWith("/") ? "*" : "/*")
          : start + "*";
    }
    int bucketEnd = start.indexOf('/', GrantsLocation.EVERYWHERE.length());
    return !everywhere && bucketEnd < 0 ? start + "/" + subPrefix : start + subPrefix;
  }

  private static String arn(String id, String accountId, Call call) {
    return "arn:"
        + call.partition()
        + ":s3:"
        + call.region().name()
        + ":"
        + accountId
        + ":access-grants/default/grant/"
        + id;
  }

  static Grantee grantee(Grant grant) {
    return new Grantee().granteeType(IAM).granteeIdentifier(grant.grantee());
  }

  private static AccessGrantsLocationConfiguration configuration(Grant grant) {
    return grant.subPrefix() == null
        ? null
        : new AccessGrantsLocationConfiguration().s3SubPrefix(grant.subPrefix());
  }

  private Grant find(Reader reader, GrantsInstance instance, String id) {
    Grant grant = table.grant(reader, instance, id);
    if (grant == null) {
      throw GrantErrors.noGrant();
    }
    return grant;
  }

  GetAccessGrantResult get(GetAccessGrantRequest in, Call call) {
    Grant grant =
        s3.read(
            reader ->
                find(reader, instances.find(reader, in.accountId(), call), in.accessGrantId()));
    return new GetAccessGrantResult()
        .createdAt(Instant.ofEpochMilli(grant.createdAt()))
        .accessGrantId(grant.id())
        .accessGrantArn(arn(grant.id(), in.accountId(), call))
        .grantee(grantee(grant))
        .permission(grant.permission())
        .accessGrantsLocationId(grant.locationId())
        .accessGrantsLocationConfiguration(configuration(grant))
        .grantScope(grant.scope());
  }

  Unit delete(DeleteAccessGrantRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              GrantsInstance instance = instances.find(transaction, in.accountId(), call);
              table.deleteGrant(
                  transaction, instance, find(transaction, instance, in.accessGrantId()).id());
              return null;
            });
    return S3World.done(call);
  }

  ListAccessGrantsResult list(ListAccessGrantsRequest in, Call call) {
    int most = most(in.maxResults());
    List<Grant> page =
        s3.read(
            reader ->
                table.grants(
                    reader,
                    instances.find(reader, in.accountId(), call),
                    in.nextToken(),
                    most + 1,
                    grant -> matches(grant, in)));
    boolean more = page.size() > most;
    List<ListAccessGrantEntry> told = new ArrayList<>();
    for (Grant grant : more ? page.subList(0, most) : page) {
      told.add(
          new ListAccessGrantEntry()
              .createdAt(Instant.ofEpochMilli(grant.createdAt()))
              .accessGrantId(grant.id())
              .accessGrantArn(arn(grant.id(), in.accountId(), call))
              .grantee(grantee(grant))
              .permission(grant.permission())
              .accessGrantsLocationId(grant.locationId())
              .accessGrantsLocationConfiguration(configuration(grant))
              .grantScope(grant.scope()));
    }
    return new ListAccessGrantsResult()
        .accessGrantsList(told)
        .nextToken(more ? told.getLast().accessGrantId() : null);
  }

  private static boolean matches(Grant grant, ListAccessGrantsRequest in) {
    return (in.granteeType() == null || in.granteeType().equals(IAM))
        && (in.granteeIdentifier() == null || in.granteeIdentifier().equals(grant.grantee()))
        && (in.permission() == null || in.permission().equals(grant.permission()))
        && (in.grantScope() == null || in.grantScope().equals(grant.scope()))
        && in.applicationArn() == null;
  }

  private static int most(Integer asked) {
    return asked == null || asked == 0 ? MOST_LISTED : asked;
  }

  ListCallerAccessGrantsResult ofCaller(ListCallerAccessGrantsRequest in, Call call) {
    int most = most(in.maxResults());
    String caller = grantee(call.principal());
    boolean ofApplications = Boolean.TRUE.equals(in.allowedByApplication());
    List<Grant> page =
        s3.read(
            reader ->
                table.grants(
                    reader,
                    instances.find(reader, in.accountId(), call),
                    in.nextToken(),
                    most + 1,
                    grant ->
                        !ofApplications
                            && grant.grantee().equals(caller)
                            && (in.grantScope() == null || in.grantScope().equals(grant.scope()))));
    boolean more = page.size() > most;
    List<ListCallerAccessGrantsEntry> told = new ArrayList<>();
    for (Grant grant : more ? page.subList(0, most) : page) {
      told.add(
          new ListCallerAccessGrantsEntry()
              .permission(grant.permission())
              .grantScope(grant.scope()));
    }
    return new ListCallerAccessGrantsResult()
        .callerAccessGrantsList(told)
        .nextToken(more ? page.get(most - 1).id() : null);
  }

  /** How grants name a caller: a session by its role. */
  static String grantee(Principal caller) {
    return caller.type() == Principal.Type.ROLE_SESSION ? caller.entityArn() : caller.arn();
  }
}
