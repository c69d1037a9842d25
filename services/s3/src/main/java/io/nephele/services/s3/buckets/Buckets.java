package io.nephele.services.s3.buckets;

import io.nephele.api.s3.CreateBucketConfiguration;
import io.nephele.api.s3.CreateBucketOutput;
import io.nephele.api.s3.CreateBucketRequest;
import io.nephele.api.s3.DeleteBucketRequest;
import io.nephele.api.s3.GetBucketLocationOutput;
import io.nephele.api.s3.GetBucketLocationRequest;
import io.nephele.api.s3.HeadBucketOutput;
import io.nephele.api.s3.HeadBucketRequest;
import io.nephele.api.s3.ListBucketsOutput;
import io.nephele.api.s3.ListBucketsRequest;
import io.nephele.api.s3.Owner;
import io.nephele.core.call.Call;
import io.nephele.core.identity.CanonicalUser;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPointErrors;
import io.nephele.services.s3.configuration.BucketTags;
import io.nephele.services.s3.metrics.StorageMetrics;
import io.nephele.services.s3.objects.TagSets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Creates, finds, lists and deletes buckets. */
public final class Buckets {
  /** The region that S3's own documents leave out. */
  private static final String UNNAMED_REGION = "us-east-1";

  private static final int MOST_LISTED = 10_000;

  private final S3World s3;
  private final StorageMetrics storage;

  /** The buckets of a world. */
  public Buckets(S3World s3) {
    this.s3 = s3;
    this.storage = new StorageMetrics(s3);
    storage.start();
  }

  /** Creates a bucket. */
  public CreateBucketOutput create(CreateBucketRequest in, Call call) {
    String name = in.bucket();
    if (!BucketNames.isValid(name)) {
      throw S3Errors.invalidBucketName(name);
    }
    String region = regionOf(in, call);
    Map<String, String> tags = tagsOf(in.createBucketConfiguration());
    s3.world()
        .store()
        .write(
            transaction -> {
              create(transaction, in, region, tags, call);
              return null;
            });
    return new CreateBucketOutput()
        .location("/" + name)
        .bucketArn("arn:" + call.partition() + ":s3:::" + name);
  }

  private static Map<String, String> tagsOf(CreateBucketConfiguration configuration) {
    return configuration == null || configuration.tags() == null
        ? Map.of()
        : TagSets.of(configuration.tags());
  }

  private void create(
      Transaction transaction,
      CreateBucketRequest in,
      String region,
      Map<String, String> tags,
      Call call) {
    Bucket known = s3.buckets().find(transaction, call.partition(), in.bucket());
    if (known != null && !known.accountId().equals(call.accountId())) {
      throw S3Errors.bucketAlreadyExists(in.bucket());
    }
    if (known != null) {
      if (known.region().equals(UNNAMED_REGION) && region.equals(UNNAMED_REGION)) {
        return; // in the first of all regions, creating a bucket again is no error
      }
      throw S3Errors.bucketAlreadyOwnedByYou(in.bucket());
    }
    boolean lock = Boolean.TRUE.equals(in.objectLockEnabledForBucket());
    Bucket bucket =
        new Bucket(
            s3.buckets().nextId(transaction, call.accountId()),
            call.accountId(),
            region,
            in.bucket(),
            s3.now(),
            lock ? "Enabled" : null,
            null,
            lock,
            List.of());
    s3.buckets().create(transaction, call.partition(), bucket);
    s3.access().create(transaction, bucket, in);
    storage.plan(transaction, bucket);
    if (!tags.isEmpty()) {
      new BucketTags(s3).set(transaction, s3.current(transaction, bucket), tags);
    }
  }

  private static String regionOf(CreateBucketRequest in, Call call) {
    CreateBucketConfiguration configuration = in.createBucketConfiguration();
    String constraint = configuration == null ? null : configuration.locationConstraint();
    String region = call.region().name();
    if (constraint == null) {
      if (!region.equals(UNNAMED_REGION)) {
        throw illegalLocation("unspecified", region);
      }
      return region;
    }
    String named = constraint.equals("EU") ? "eu-west-1" : constraint;
    if (Regions.find(named) == null || named.equals(UNNAMED_REGION)) {
      throw AwsException.client(
              "InvalidLocationConstraint", 400, "The specified location-constraint is not valid")
          .with("LocationConstraint", constraint);
    }
    if (!named.equals(region) && !region.equals(UNNAMED_REGION)) {
      throw illegalLocation(constraint, region);
    }
    return named;
  }

  private static AwsException illegalLocation(String constraint, String region) {
    return AwsException.client(
        "IllegalLocationConstraintException",
        400,
        "The "
            + constraint
            + " location constraint is incompatible for the region specific endpoint this request"
            + " was sent to.");
  }

  /** Deletes a bucket, which has to be empty. */
  public Unit delete(DeleteBucketRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              if (!s3.objects().isEmpty(transaction, bucket)) {
                throw S3Errors.bucketNotEmpty(
                    bucket.name(), s3.objects().hasVersions(transaction, bucket));
              }
              if (s3.accessPoints().has(transaction, bucket)) {
                throw AccessPointErrors.attached(bucket.name());
              }
              s3.uploads().abortAll(transaction, bucket);
              s3.configurations().deleteAll(transaction, bucket);
              s3.access().forget(transaction, bucket);
              s3.buckets().delete(transaction, call.partition(), bucket);
              return null;
            });
    return S3World.done(call);
  }

  /** Says whether a bucket is there, and where. */
  public HeadBucketOutput head(HeadBucketRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    return new HeadBucketOutput()
        .bucketRegion(bucket.region())
        .bucketArn(bucket.arn(call.partition()))
        .accessPointAlias(!bucket.name().equals(in.bucket()));
  }

  /** Says where a bucket is. */
  public GetBucketLocationOutput location(GetBucketLocationRequest in, Call call) {
    String region = s3.bucket(in.bucket(), call).region();
    return new GetBucketLocationOutput()
        .locationConstraint(region.equals(UNNAMED_REGION) ? null : region);
  }

  /** Lists the caller's buckets of all regions in order of their names. */
  public ListBucketsOutput list(ListBucketsRequest in, Call call) {
    int most = in.maxBuckets() == null ? Integer.MAX_VALUE : in.maxBuckets();
    if (most < 1 || in.maxBuckets() != null && most > MOST_LISTED) {
      throw S3Errors.invalidArgument(
          "The max-buckets value must be between 1 and 10000.", "max-buckets", most);
    }
    String after = in.continuationToken() == null ? "" : nameOf(in.continuationToken());
    List<Bucket> found = new ArrayList<>();
    s3.read(
        reader -> {
          found.clear();
          for (Table.Row<Bucket> row : s3.buckets().list(reader, call.accountId())) {
            Bucket bucket = row.value();
            boolean listed =
                bucket.name().compareTo(after) > 0
                    && (in.prefix() == null || bucket.name().startsWith(in.prefix()))
                    && (in.bucketRegion() == null || bucket.region().equals(in.bucketRegion()));
            if (listed) {
              found.add(bucket);
            }
          }
          return null;
        });
    found.sort(Comparator.comparing(Bucket::name));
    List<Bucket> page = found.subList(0, Math.min(most, found.size()));
    List<io.nephele.api.s3.Bucket> listed = new ArrayList<>();
    for (Bucket bucket : page) {
      listed.add(
          new io.nephele.api.s3.Bucket()
              .name(bucket.name())
              .creationDate(Instant.ofEpochMilli(bucket.createdAt()))
              .bucketRegion(in.maxBuckets() == null ? null : bucket.region()));
    }
    String next = page.size() < found.size() ? tokenOf(page.getLast().name()) : null;
    return new ListBucketsOutput()
        .owner(new Owner().id(CanonicalUser.of(call.accountId())))
        .buckets(listed)
        .prefix(in.prefix())
        .continuationToken(next);
  }

  private static String tokenOf(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String nameOf(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Errors.invalidArgument(
          "The continuation token provided is incorrect", "continuation-token", token);
    }
  }
}
