package io.nephele.services.s3.multiregion;

import io.nephele.api.s3control.CreateMultiRegionAccessPointInput;
import io.nephele.api.s3control.CreateMultiRegionAccessPointRequest;
import io.nephele.api.s3control.CreateMultiRegionAccessPointResult;
import io.nephele.api.s3control.DeleteMultiRegionAccessPointInput;
import io.nephele.api.s3control.DeleteMultiRegionAccessPointRequest;
import io.nephele.api.s3control.DeleteMultiRegionAccessPointResult;
import io.nephele.api.s3control.PublicAccessBlockConfiguration;
import io.nephele.api.s3control.PutMultiRegionAccessPointPolicyInput;
import io.nephele.api.s3control.PutMultiRegionAccessPointPolicyRequest;
import io.nephele.api.s3control.PutMultiRegionAccessPointPolicyResult;
import io.nephele.api.s3control.Region;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.AccessPointAccess;
import io.nephele.services.s3.access.BucketPolicies;
import io.nephele.services.s3.access.BucketPolicy;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Changes multi-region access points, each change some seconds after it was asked for. */
final class MultiRegionPoints {
  static final String CREATE = "CreateMultiRegionAccessPoint";
  static final String DELETE = "DeleteMultiRegionAccessPoint";
  static final String PUT_POLICY = "PutMultiRegionAccessPointPolicy";

  private static final String KIND = "s3control.asyncRequests";
  private static final Duration DELAY = Duration.ofSeconds(5);
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int MOST_BUCKETS = 17;

  private final S3World s3;
  private final MultiRegionTable table;

  MultiRegionPoints(S3World s3) {
    this.s3 = s3;
    this.table = s3.multiRegion();
    s3.world().timers().on(KIND, this::finish);
  }

  CreateMultiRegionAccessPointResult create(CreateMultiRegionAccessPointRequest in, Call call) {
    CreateMultiRegionAccessPointInput details = in.details();
    checkName(details.name());
    String alias = s3.world().ids().text(13, LETTERS) + ".mrap";
    Asked asked =
        new Asked(in.accountId(), in.clientToken(), CREATE, details.name(), null, details.struct());
    return new CreateMultiRegionAccessPointResult()
        .requestTokenARN(
            ask(
                asked,
                call,
                transaction -> {
                  if (table.get(transaction, in.accountId(), details.name()) != null) {
                    throw MultiRegionErrors.alreadyOwned();
                  }
                  table.put(transaction, point(transaction, in, alias, call));
                  return null;
                }));
  }

  private static void checkName(String name) {
    boolean valid = name.length() >= 3 && name.length() <= 50;
    for (int i = 0; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      valid = alphanumeric || c == '-' && i > 0 && i < name.length() - 1;
    }
    if (!valid) {
      throw MultiRegionErrors.invalid("The Multi-Region Access Point name is not valid");
    }
  }

  private MultiRegionPoint point(
      Transaction transaction, CreateMultiRegionAccessPointRequest in, String alias, Call call) {
    CreateMultiRegionAccessPointInput details = in.details();
    List<Region> regions = details.regions();
    if (regions == null || regions.isEmpty() || regions.size() > MOST_BUCKETS) {
      throw MultiRegionErrors.invalid(
          "A Multi-Region Access Point is of 1 to " + MOST_BUCKETS + " buckets");
    }
    List<MultiRegionPoint.Route> routes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Region region : regions) {
      Bucket bucket = s3.buckets().find(transaction, call.partition(), region.bucket());
      String owner = region.bucketAccountId() == null ? in.accountId() : region.bucketAccountId();
      if (bucket == null || !bucket.accountId().equals(owner)) {
        throw MultiRegionErrors.invalid(
            "The bucket " + region.bucket() + " does not exist in the account " + owner);
      }
      if (!seen.add(bucket.region())) {
        throw MultiRegionErrors.invalid("There can be one bucket of each region only");
      }
      routes.add(
          new MultiRegionPoint.Route(
              bucket.name(), bucket.region(), bucket.accountId(), bucket.id(), 100));
    }
    PublicAccessBlockConfiguration block = details.publicAccessBlock();
    boolean all = block == null;
    return new MultiRegionPoint(
        in.accountId(),
        details.name(),
        alias,
        s3.now(),
        MultiRegionPoint.CREATING,
        all || Boolean.TRUE.equals(block.blockPublicAcls()),
        all || Boolean.TRUE.equals(block.ignorePublicAcls()),
        all || Boolean.TRUE.equals(block.blockPublicPolicy()),
        all || Boolean.TRUE.equals(block.restrictPublicBuckets()),
        null,
        routes);
  }

  DeleteMultiRegionAccessPointResult delete(DeleteMultiRegionAccessPointRequest in, Call call) {
    DeleteMultiRegionAccessPointInput details = in.details();
    Asked asked =
        new Asked(in.accountId(), in.clientToken(), DELETE, details.name(), null, details.struct());
    return new DeleteMultiRegionAccessPointResult()
        .requestTokenARN(
            ask(
                asked,
                call,
                transaction -> {
                  MultiRegionPoint point = ready(transaction, in.accountId(), details.name());
                  table.put(transaction, point.withStatus(MultiRegionPoint.DELETING));
                  return null;
                }));
  }

  PutMultiRegionAccessPointPolicyResult putPolicy(
      PutMultiRegionAccessPointPolicyRequest in, Call call) {
    PutMultiRegionAccessPointPolicyInput details = in.details();
    BucketPolicy policy = BucketPolicies.read(details.policy());
    Asked asked =
        new Asked(
            in.accountId(),
            in.clientToken(),
            PUT_POLICY,
            details.name(),
            details.policy(),
            details.struct());
    return new PutMultiRegionAccessPointPolicyResult()
        .requestTokenARN(
            ask(
                asked,
                call,
                transaction -> {
                  MultiRegionPoint point = ready(transaction, in.accountId(), details.name());
                  AccessPoint met = point.from(call.region().name());
                  if (met != null) {
                    new AccessPointAccess(s3).check(transaction, met, policy, call);
                  }
                  table.put(transaction, point.withProposed(details.policy()));
                  return null;
                }));
  }

  private MultiRegionPoint ready(Transaction transaction, String accountId, String name) {
    MultiRegionPoint point = table.get(transaction, accountId, name);
    if (point == null) {
      throw MultiRegionErrors.noSuchPoint();
    }
    if (!point.status().equals(MultiRegionPoint.READY)) {
      throw MultiRegionErrors.changing();
    }
    return point;
  }

  /** What is asked for. */
  private record Asked(
      String accountId,
      String clientToken,
      String operation,
      String point,
      String policy,
      Struct details) {}

  /** Begins what is asked for, unless that was asked for before; returns the request's ARN. */
  private String ask(Asked asked, Call call, Function<Transaction, Void> begin) {
    AsyncRequest wanted =
        new AsyncRequest(
            asked.accountId,
            s3.world().ids().alphanumeric(32),
            asked.operation,
            asked.point,
            asked.policy,
            Bytes.of(StoredStructs.write(asked.details)),
            s3.now(),
            false);
    return s3.world()
        .store()
        .write(
            transaction -> {
              AsyncRequest before =
                  table.ofClientToken(transaction, asked.accountId, asked.clientToken);
              if (before != null) {
                return before.arn(call.partition());
              }
              begin.apply(transaction);
              table.put(transaction, wanted);
              table.putClientToken(transaction, wanted, asked.clientToken);
              s3.world()
                  .timers()
                  .schedule(
                      transaction,
                      KIND,
                      wanted.key(),
                      s3.world().clock().now().plus(DELAY),
                      Bytes.EMPTY);
              return wanted.arn(call.partition());
            });
  }

  /** Does what was asked for. */
  private void finish(Transaction transaction, Timer timer) {
    AsyncRequest request = table.request(transaction, timer.id());
    if (request == null) {
      return;
    }
    MultiRegionPoint point = table.get(transaction, request.accountId(), request.point());
    if (point != null) {
      switch (request.operation()) {
        case CREATE -> table.put(transaction, point.withStatus(MultiRegionPoint.READY));
        case DELETE -> {
          s3.accessPoints().forgetPolicy(transaction, point.accountId(), point.alias());
          table.delete(transaction, point);
        }
        default ->
            s3.accessPoints()
                .putPolicy(
                    transaction,
                    point.accountId(),
                    point.alias(),
                    BucketPolicies.read(request.policy()));
      }
    }
    table.put(transaction, request.finished());
  }
}
