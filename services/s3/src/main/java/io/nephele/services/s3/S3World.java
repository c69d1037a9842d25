package io.nephele.services.s3;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.s3.access.BucketAccess;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.accesspoints.AccessPointErrors;
import io.nephele.services.s3.accesspoints.AccessPointTable;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.BucketTable;
import io.nephele.services.s3.buckets.Configurations;
import io.nephele.services.s3.encryption.DataKeys;
import io.nephele.services.s3.encryption.DefaultEncryption;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.grants.GrantTable;
import io.nephele.services.s3.lifecycle.Expirations;
import io.nephele.services.s3.multipart.UploadTable;
import io.nephele.services.s3.multiregion.MultiRegionTable;
import io.nephele.services.s3.objectlambda.LambdaPointTable;
import io.nephele.services.s3.objects.ObjectChanges;
import io.nephele.services.s3.objects.ObjectTable;
import java.util.function.Function;

/** What the handlers of S3 share. It holds no state. */
public final class S3World {
  private final World world;
  private final BucketTable buckets = new BucketTable();
  private final Configurations configurations = new Configurations(buckets);
  private final BucketAccess access = new BucketAccess(configurations);
  private final MultiRegionTable multiRegion = new MultiRegionTable();
  private final AccessPointTable accessPoints = new AccessPointTable(multiRegion);
  private final LambdaPointTable lambdaPoints = new LambdaPointTable();
  private final GrantTable grants = new GrantTable();
  private final Bodies bodies;
  private final ObjectTable objects;
  private final UploadTable uploads;
  private final DataKeys dataKeys;
  private final ObjectEncryption encryption;
  private final ObjectChanges changes = new ObjectChanges();
  private final Expirations expirations = new Expirations(this);

  /** S3 in a world. */
  public S3World(World world) {
    this.world = world;
    this.bodies = new Bodies(world);
    this.objects = new ObjectTable(world, bodies);
    this.uploads = new UploadTable(bodies);
    this.dataKeys = new DataKeys(world);
    this.encryption = new ObjectEncryption(world, dataKeys, new DefaultEncryption(this));
  }

  /** The world. */
  public World world() {
    return world;
  }

  /** The time in milliseconds since 1970. */
  public long now() {
    return world.clock().millis();
  }

  /** What decides on access. */
  public BucketAccess access() {
    return access;
  }

  /** The buckets. */
  public BucketTable buckets() {
    return buckets;
  }

  /** The access points of buckets. */
  public AccessPointTable accessPoints() {
    return accessPoints;
  }

  /** The multi-region access points. */
  public MultiRegionTable multiRegion() {
    return multiRegion;
  }

  /** The Object Lambda access points. */
  public LambdaPointTable lambdaPoints() {
    return lambdaPoints;
  }

  /** The access grants. */
  public GrantTable grants() {
    return grants;
  }

  /** What is configured of buckets. */
  public Configurations configurations() {
    return configurations;
  }

  /** The bytes of objects. */
  public Bodies bodies() {
    return bodies;
  }

  /** The objects. */
  public ObjectTable objects() {
    return objects;
  }

  /** The uploads in parts that are neither completed nor aborted. */
  public UploadTable uploads() {
    return uploads;
  }

  /** The keys by which bodies are encrypted. */
  public DataKeys dataKeys() {
    return dataKeys;
  }

  /** Where changes of objects are told. */
  public ObjectChanges changes() {
    return changes;
  }

  /** How objects are encrypted. */
  public ObjectEncryption encryption() {
    return encryption;
  }

  /** What answers tell of the rules that will remove what they are about. */
  public Expirations expirations() {
    return expirations;
  }

  /** Reads one consistent state. */
  public <T> T read(Function<? super Reader, T> body) {
    return world.store().read(body);
  }

  /**
   * The bucket that a request names, by its name or by an access point; an error to the caller if
   * it is not there.
   */
  public Bucket bucket(Reader reader, String name, Call call) {
    Bucket bucket = buckets.find(reader, call.partition(), name);
    return bucket == null ? behindAccessPoint(reader, name, call) : bucket;
  }

  private Bucket behindAccessPoint(Reader reader, String name, Call call) {
    AccessPoint point = accessPoints.named(reader, call.partition(), name, call.region().name());
    if (point == null) {
      throw AccessPointTable.isCertain(name)
          ? AccessPointErrors.notNamed(name)
          : S3Errors.noSuchBucket(name);
    }
    if (point.vpcId() != null) {
      throw S3Errors.accessDenied(); // no call comes from a VPC
    }
    Bucket bucket = bucketOf(reader, point);
    if (bucket == null) {
      throw S3Errors.noSuchBucket(point.bucket());
    }
    return bucket;
  }

  /** The bucket behind an access point; null if it is not there any more. */
  public Bucket bucketOf(Reader reader, AccessPoint point) {
    Bucket bucket =
        buckets.at(reader, point.bucketAccountId(), point.regionOfBucket(), point.bucket());
    return bucket == null || bucket.id() != point.bucketId() ? null : bucket;
  }

  /** As the other, by itself. */
  public Bucket bucket(String name, Call call) {
    return read(reader -> bucket(reader, name, call));
  }

  /** What a bucket is by now; an error to the caller if it is not there any more. */
  public Bucket current(Reader reader, Bucket bucket) {
    Bucket current = buckets.current(reader, bucket);
    if (current == null) {
      throw S3Errors.noSuchBucket(bucket.name());
    }
    return current;
  }

  /** The answer of operations that have nothing to say. */
  public static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
