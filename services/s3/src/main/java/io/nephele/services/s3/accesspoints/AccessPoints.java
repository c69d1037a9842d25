package io.nephele.services.s3.accesspoints;

import io.nephele.api.s3control.CreateAccessPointRequest;
import io.nephele.api.s3control.CreateAccessPointResult;
import io.nephele.api.s3control.DeleteAccessPointRequest;
import io.nephele.api.s3control.GetAccessPointRequest;
import io.nephele.api.s3control.GetAccessPointResult;
import io.nephele.api.s3control.ListAccessPointsRequest;
import io.nephele.api.s3control.ListAccessPointsResult;
import io.nephele.api.s3control.PublicAccessBlockConfiguration;
import io.nephele.api.s3control.Tag;
import io.nephele.api.s3control.VpcConfiguration;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Partition;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.TagSets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates, tells, lists and deletes access points. */
public final class AccessPoints {
  private static final int MOST_LISTED = 1000;

  private final S3World s3;

  /** The access points of a world. */
  public AccessPoints(S3World s3) {
    this.s3 = s3;
  }

  /** Creates an access point for a bucket of the region, which may be another account's. */
  public CreateAccessPointResult create(CreateAccessPointRequest in, Call call) {
    if (!AccessPointNames.isValid(in.name())) {
      throw AccessPointErrors.invalidName();
    }
    if (in.scope() != null) {
      throw AccessPointErrors.noScope();
    }
    VpcConfiguration vpc = in.vpcConfiguration();
    if (vpc != null && (vpc.vpcId() == null || !vpc.vpcId().startsWith("vpc-"))) {
      throw S3Errors.invalidRequest("The VPC id is not valid");
    }
    Map<String, String> tags = tags(in.tags());
    String alias = AccessPointNames.alias(in.name(), call.region().name(), s3.world().ids());
    AccessPoint created =
        s3.world().store().write(transaction -> create(transaction, in, alias, tags, call));
    return new CreateAccessPointResult()
        .accessPointArn(created.arn(call.partition()))
        .alias(created.alias());
  }

  private AccessPoint create(
      Transaction transaction,
      CreateAccessPointRequest in,
      String alias,
      Map<String, String> tags,
      Call call) {
    String region = call.region().name();
    if (s3.accessPoints().get(transaction, in.accountId(), region, in.name()) != null) {
      throw AccessPointErrors.alreadyOwned(in.name());
    }
    Bucket bucket = s3.buckets().find(transaction, call.partition(), in.bucket());
    if (bucket == null || !bucket.region().equals(region)) {
      throw S3Errors.invalidRequest(
          "Amazon S3 AccessPoint can only be created for existing bucket");
    }
    String owner = in.bucketAccountId() == null ? in.accountId() : in.bucketAccountId();
    if (!bucket.accountId().equals(owner)) {
      throw S3Errors.accessDenied();
    }
    PublicAccessBlockConfiguration block = in.publicAccessBlockConfiguration();
    boolean all = block == null; // what is not said at all is closed
    AccessPoint point =
        new AccessPoint(
            in.accountId(),
            region,
            in.name(),
            bucket.name(),
            bucket.accountId(),
            bucket.id(),
            in.vpcConfiguration() == null ? null : in.vpcConfiguration().vpcId(),
            all || Boolean.TRUE.equals(block.blockPublicAcls()),
            all || Boolean.TRUE.equals(block.ignorePublicAcls()),
            all || Boolean.TRUE.equals(block.blockPublicPolicy()),
            all || Boolean.TRUE.equals(block.restrictPublicBuckets()),
            s3.now(),
            alias,
            tags,
            null);
    s3.accessPoints().create(transaction, call.partition(), point);
    return point;
  }

  private static Map<String, String> tags(List<Tag> given) {
    if (given == null || given.isEmpty()) {
      return Map.of();
    }
    List<io.nephele.api.s3.Tag> all = new ArrayList<>();
    for (Tag tag : given) {
      all.add(new io.nephele.api.s3.Tag().key(tag.key()).value(tag.value()));
    }
    return TagSets.of(all);
  }

  /** Tells what an access point is. */
  public GetAccessPointResult get(GetAccessPointRequest in, Call call) {
    AccessPoint point = s3.read(reader -> find(s3, reader, in.accountId(), in.name(), call));
    return new GetAccessPointResult()
        .name(point.name())
        .bucket(point.bucket())
        .bucketAccountId(point.bucketAccountId())
        .networkOrigin(point.networkOrigin())
        .vpcConfiguration(vpc(point))
        .publicAccessBlockConfiguration(
            new PublicAccessBlockConfiguration()
                .blockPublicAcls(point.blockAcls())
                .ignorePublicAcls(point.ignoreAcls())
                .blockPublicPolicy(point.blockPolicy())
                .restrictPublicBuckets(point.restrictBuckets()))
        .creationDate(Instant.ofEpochMilli(point.createdAt()))
        .alias(point.alias())
        .accessPointArn(point.arn(call.partition()))
        .endpoints(endpoints(call));
  }

  private static VpcConfiguration vpc(AccessPoint point) {
    return point.vpcId() == null ? null : new VpcConfiguration().vpcId(point.vpcId());
  }

  private static Map<String, String> endpoints(Call call) {
    Partition partition = call.region().partition();
    String end = "." + call.region().name() + "." + partition.dnsSuffix();
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("ipv4", "s3-accesspoint" + end);
    endpoints.put("dualstack", "s3-accesspoint.dualstack" + end);
    endpoints.put("fips", "s3-accesspoint-fips" + end);
    endpoints.put("fips_dualstack", "s3-accesspoint-fips.dualstack" + end);
    return endpoints;
  }

  /**
   * The access point of an account in the call's region.
   *
   * @param given its name or its ARN
   */
  public static AccessPoint find(
      S3World s3, Reader reader, String accountId, String given, Call call) {
    AccessPoint point =
        given.startsWith("arn:")
            ? s3.accessPoints().ofArn(reader, Arn.parse(given), call.region().name())
            : s3.accessPoints().get(reader, accountId, call.region().name(), given);
    if (point == null || point.isMultiRegion() || !point.accountId().equals(accountId)) {
      throw AccessPointErrors.noSuchAccessPoint(given);
    }
    return point;
  }

  /** Lists an account's access points in the region, all of them or those of a bucket. */
  public ListAccessPointsResult list(ListAccessPointsRequest in, Call call) {
    if (in.dataSourceId() != null || in.dataSourceType() != null) {
      throw S3Errors.notImplemented("access points of data sources other than buckets");
    }
    int most = in.maxResults() == null || in.maxResults() == 0 ? MOST_LISTED : in.maxResults();
    String after = in.nextToken() == null ? "" : nameOf(in.nextToken());
    List<AccessPoint> page = s3.read(reader -> page(reader, in, after, most + 1, call));
    boolean more = page.size() > most;
    List<io.nephele.api.s3control.AccessPoint> told = new ArrayList<>();
    for (AccessPoint point : more ? page.subList(0, most) : page) {
      told.add(
          new io.nephele.api.s3control.AccessPoint()
              .name(point.name())
              .networkOrigin(point.networkOrigin())
              .vpcConfiguration(vpc(point))
              .bucket(point.bucket())
              .bucketAccountId(point.bucketAccountId())
              .accessPointArn(point.arn(call.partition()))
              .alias(point.alias()));
    }
    return new ListAccessPointsResult()
        .accessPointList(told)
        .nextToken(more ? tokenOf(told.getLast().name()) : null);
  }

  private List<AccessPoint> page(
      Reader reader, ListAccessPointsRequest in, String after, int most, Call call) {
    List<AccessPoint> page = new ArrayList<>();
    String region = call.region().name();
    for (Table.Row<AccessPoint> row : s3.accessPoints().list(reader, in.accountId(), region)) {
      AccessPoint point = row.value();
      boolean wanted = in.bucket() == null || in.bucket().equals(point.bucket());
      if (wanted && point.name().compareTo(after) > 0) {
        page.add(point);
        if (page.size() == most) {
          break;
        }
      }
    }
    return page;
  }

  /** The token of a listing that goes on after an access point. */
  public static String tokenOf(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /** After which access point a listing goes on; an error to the caller if that is no token. */
  public static String nameOf(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Errors.invalidRequest("The continuation token provided is incorrect");
    }
  }

  /** Deletes an access point and its policy. */
  public Unit delete(DeleteAccessPointRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              AccessPoint point = find(s3, transaction, in.accountId(), in.name(), call);
              s3.accessPoints().delete(transaction, call.partition(), point);
              return null;
            });
    return S3World.done(call);
  }
}
