package io.nephele.services.s3.grants;

import io.nephele.api.s3control.CreateAccessGrantsLocationRequest;
import io.nephele.api.s3control.CreateAccessGrantsLocationResult;
import io.nephele.api.s3control.DeleteAccessGrantsLocationRequest;
import io.nephele.api.s3control.GetAccessGrantsLocationRequest;
import io.nephele.api.s3control.GetAccessGrantsLocationResult;
import io.nephele.api.s3control.ListAccessGrantsLocationsEntry;
import io.nephele.api.s3control.ListAccessGrantsLocationsRequest;
import io.nephele.api.s3control.ListAccessGrantsLocationsResult;
import io.nephele.api.s3control.UpdateAccessGrantsLocationRequest;
import io.nephele.api.s3control.UpdateAccessGrantsLocationResult;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The places that grants can be about. */
final class GrantsLocations {
  private static final int MOST_LISTED = 1000;

  private final S3World s3;
  private final GrantTable table;
  private final GrantsInstances instances;

  GrantsLocations(S3World s3, GrantsInstances instances) {
    this.s3 = s3;
    this.table = s3.grants();
    this.instances = instances;
  }

  CreateAccessGrantsLocationResult create(CreateAccessGrantsLocationRequest in, Call call) {
    String scope = in.locationScope();
    if (!scope.startsWith(GrantsLocation.EVERYWHERE)) {
      throw GrantErrors.invalidLocation("The location scope has to begin with s3://");
    }
    boolean everywhere = scope.equals(GrantsLocation.EVERYWHERE);
    GrantsLocation location =
        new GrantsLocation(
            everywhere ? "default" : s3.world().ids().uuid().toString(),
            scope,
            in.iamRoleArn(),
            s3.now(),
            GrantTags.of(in.tags()));
    s3.world()
        .store()
        .write(
            transaction -> {
              GrantsInstance instance = instances.find(transaction, in.accountId(), call);
              if (!everywhere) {
                checkBucket(transaction, scope, call);
              }
              if (!table
                  .locations(transaction, instance, null, 1, other -> other.scope().equals(scope))
                  .isEmpty()) {
                throw GrantErrors.locationExists();
              }
              table.put(transaction, instance, location);
              return null;
            });
    return new CreateAccessGrantsLocationResult()
        .createdAt(Instant.ofEpochMilli(location.createdAt()))
        .accessGrantsLocationId(location.id())
        .accessGrantsLocationArn(arn(location.id(), in.accountId(), call))
        .locationScope(location.scope())
        .iamRoleArn(location.roleArn());
  }

  /** The bucket of a location is of the instance's region. */
  private void checkBucket(Reader reader, String scope, Call call) {
    String rest = scope.substring(GrantsLocation.EVERYWHERE.length());
    int slash = rest.indexOf('/');
    String name = Grant.withoutStar(slash < 0 ? rest : rest.substring(0, slash));
    Bucket bucket = s3.buckets().find(reader, call.partition(), name);
    if (bucket == null || !bucket.region().equals(call.region().name())) {
      throw GrantErrors.invalidLocation(
          "The bucket of the location scope does not exist in the region of the access grants"
              + " instance");
    }
  }

  static String arn(String id, String accountId, Call call) {
    return "arn:"
        + call.partition()
        + ":s3:"
        + call.region().name()
        + ":"
        + accountId
        + ":access-grants/default/location/"
        + id;
  }

  GrantsLocation find(Reader reader, GrantsInstance instance, String id) {
    GrantsLocation location = table.location(reader, instance, id);
    if (location == null) {
      throw GrantErrors.noLocation();
    }
    return location;
  }

  GetAccessGrantsLocationResult get(GetAccessGrantsLocationRequest in, Call call) {
    GrantsLocation location =
        s3.read(
            reader ->
                find(
                    reader,
                    instances.find(reader, in.accountId(), call),
                    in.accessGrantsLocationId()));
    return new GetAccessGrantsLocationResult()
        .createdAt(Instant.ofEpochMilli(location.createdAt()))
        .accessGrantsLocationId(location.id())
        .accessGrantsLocationArn(arn(location.id(), in.accountId(), call))
        .locationScope(location.scope())
        .iamRoleArn(location.roleArn());
  }

  ListAccessGrantsLocationsResult list(ListAccessGrantsLocationsRequest in, Call call) {
    int most = in.maxResults() == null || in.maxResults() == 0 ? MOST_LISTED : in.maxResults();
    List<GrantsLocation> page =
        s3.read(
            reader ->
                table.locations(
                    reader,
                    instances.find(reader, in.accountId(), call),
                    in.nextToken(),
                    most + 1,
                    each -> in.locationScope() == null || each.scope().equals(in.locationScope())));
    boolean more = page.size() > most;
    List<ListAccessGrantsLocationsEntry> told = new ArrayList<>();
    for (GrantsLocation location : more ? page.subList(0, most) : page) {
      told.add(
          new ListAccessGrantsLocationsEntry()
              .createdAt(Instant.ofEpochMilli(location.createdAt()))
              .accessGrantsLocationId(location.id())
              .accessGrantsLocationArn(arn(location.id(), in.accountId(), call))
              .locationScope(location.scope())
              .iamRoleArn(location.roleArn()));
    }
    return new ListAccessGrantsLocationsResult()
        .accessGrantsLocationsList(told)
        .nextToken(more ? told.getLast().accessGrantsLocationId() : null);
  }

  UpdateAccessGrantsLocationResult update(UpdateAccessGrantsLocationRequest in, Call call) {
    GrantsLocation changed = s3.world().store().write(transaction -> update(transaction, in, call));
    return new UpdateAccessGrantsLocationResult()
        .createdAt(Instant.ofEpochMilli(changed.createdAt()))
        .accessGrantsLocationId(changed.id())
        .accessGrantsLocationArn(arn(changed.id(), in.accountId(), call))
        .locationScope(changed.scope())
        .iamRoleArn(changed.roleArn());
  }

  private GrantsLocation update(
      Transaction transaction, UpdateAccessGrantsLocationRequest in, Call call) {
    GrantsInstance instance = instances.find(transaction, in.accountId(), call);
    GrantsLocation changed =
        find(transaction, instance, in.accessGrantsLocationId()).withRole(in.iamRoleArn());
    table.put(transaction, instance, changed);
    return changed;
  }

  Unit delete(DeleteAccessGrantsLocationRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              GrantsInstance instance = instances.find(transaction, in.accountId(), call);
              String id = find(transaction, instance, in.accessGrantsLocationId()).id();
              if (!table
                  .grants(transaction, instance, null, 1, grant -> grant.locationId().equals(id))
                  .isEmpty()) {
                throw GrantErrors.locationNotEmpty();
              }
              table.deleteLocation(transaction, instance, id);
              return null;
            });
    return S3World.done(call);
  }
}
