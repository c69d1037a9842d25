package io.nephele.services.s3.accesspoints;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecentlyDecoded;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.access.BucketPolicy;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.multiregion.MultiRegionTable;
import java.util.Map;

/** The access points that there are, and their policies. */
public final class AccessPointTable {
  private static final String ALIAS = "-s3alias";
  private static final String MULTI_REGION = ".mrap";
  private static final String RESOURCE = "accesspoint";
  private static final String OBJECT = "/object/";
  private static final int ACCOUNT = 12;

  private final Table<AccessPoint> points = Table.ofOftenRead("s3.accessPoints", AccessPoint.class);
  private final Table<Place> aliases = Table.ofOftenRead("s3.accessPointAliases", Place.class);
  private final Table<Place> ofBuckets = Table.of("s3.accessPointsOfBuckets", Place.class);
  private final Table<BucketPolicy> policies =
      Table.of("s3.accessPointPolicies", new RecentlyDecoded<>(BucketPolicy.CODEC));

  /** Where an access point is. */
  record Place(String accountId, String region, String name) {
    Key key() {
      return Key.of(accountId).with(region).with(name);
    }
  }

  private final MultiRegionTable multiRegion;

  /** The access points of a world, those among them, too, that are of several regions. */
  public AccessPointTable(MultiRegionTable multiRegion) {
    this.multiRegion = multiRegion;
  }

  /** The access point of that name, or null. */
  public AccessPoint get(Reader reader, String accountId, String region, String name) {
    return points.get(reader, Key.of(accountId).with(region).with(name));
  }

  /**
   * The access point that a request names in place of a bucket: by alias, by ARN, or by name and
   * account, as host names do.
   *
   * @param region that of the request
   * @return null if it names none
   */
  public AccessPoint named(Reader reader, String partition, String text, String region) {
    if (text.endsWith(ALIAS)) {
      Place place = aliases.get(reader, Key.of(partition).with(text));
      return place == null ? null : points.get(reader, place.key());
    }
    if (text.startsWith("arn:")) {
      return ofArn(reader, Arn.parse(text), region);
    }
    if (text.endsWith(MULTI_REGION)) {
      return multiRegion.named(reader, text, region);
    }
    int dash = text.length() - ACCOUNT - 1;
    return dash > 0 && text.charAt(dash) == '-' && isAccount(text, dash + 1)
        ? get(reader, text.substring(dash + 1), region, text.substring(0, dash))
        : null;
  }

  /** Whether a text can only be the name of an access point, and of no bucket. */
  public static boolean isCertain(String text) {
    return text.endsWith(ALIAS) || text.startsWith("arn:") || text.endsWith(MULTI_REGION);
  }

  /** Whether a text may be the name of an access point in place of a bucket's. */
  public static boolean isPossible(String text) {
    int dash = text.length() - ACCOUNT - 1;
    return isCertain(text) || dash > 0 && text.charAt(dash) == '-' && isAccount(text, dash + 1);
  }

  private static boolean isAccount(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * The access point of an ARN, which may be that of an object behind it; or null.
   *
   * @param from the region of the request
   */
  public AccessPoint ofArn(Reader reader, Arn arn, String from) {
    if (arn == null || !arn.service().equals("s3") || !isAccessPoint(arn.resource())) {
      return null;
    }
    String rest = arn.resource().substring(RESOURCE.length() + 1);
    int slash = rest.indexOf('/');
    String name = slash < 0 ? rest : rest.substring(0, slash);
    if (arn.region().isEmpty() && name.endsWith(MULTI_REGION)) {
      AccessPoint point = multiRegion.named(reader, name, from);
      return point == null || !point.accountId().equals(arn.account()) ? null : point;
    }
    return name.isEmpty() || arn.account().isEmpty() || arn.region().isEmpty()
        ? null
        : get(reader, arn.account(), arn.region(), name);
  }

  /** The key of the object behind an access point that an ARN names, or null. */
  public static String objectOf(Arn arn) {
    int object = arn.resource().indexOf(OBJECT);
    return object < 0 ? null : arn.resource().substring(object + OBJECT.length());
  }

  private static boolean isAccessPoint(String resource) {
    return resource.length() > RESOURCE.length()
        && resource.startsWith(RESOURCE)
        && (resource.charAt(RESOURCE.length()) == '/' || resource.charAt(RESOURCE.length()) == ':');
  }

  /** The access points of an account in a region, by name. */
  Table.Rows<AccessPoint> list(Reader reader, String accountId, String region) {
    return points.scan(reader, Key.of(accountId).with(region));
  }

  /** Whether a bucket has access points, whosever they are. */
  public boolean has(Reader reader, Bucket bucket) {
    return ofBuckets.first(reader, bucket.objects()) != null;
  }

  /** Stores a new access point. */
  void create(Transaction transaction, String partition, AccessPoint point) {
    Place place = new Place(point.accountId(), point.region(), point.name());
    points.put(transaction, point.key(), point);
    aliases.put(transaction, Key.of(partition).with(point.alias()), place);
    ofBuckets.put(transaction, bucketKey(point), place);
  }

  /** Stores other tags. */
  public void putTags(Transaction transaction, AccessPoint point, Map<String, String> tags) {
    points.put(transaction, point.key(), point.withTags(tags));
  }

  /** Removes an access point and its policy. */
  void delete(Transaction transaction, String partition, AccessPoint point) {
    points.delete(transaction, point.key());
    aliases.delete(transaction, Key.of(partition).with(point.alias()));
    ofBuckets.delete(transaction, bucketKey(point));
    policies.delete(transaction, point.key());
  }

  private static Key bucketKey(AccessPoint point) {
    return Key.of(point.bucketAccountId())
        .with(point.region())
        .with(point.bucketId())
        .with(point.accountId())
        .with(point.name());
  }

  /** The policy of an access point, or null. */
  public BucketPolicy policy(Reader reader, AccessPoint point) {
    return policies.get(reader, point.key());
  }

  /** The policy of a multi-region access point, or null. */
  public BucketPolicy policy(Reader reader, String accountId, String alias) {
    return policies.get(reader, multiRegionKey(accountId, alias));
  }

  /** Stores the policy of a multi-region access point. */
  public void putPolicy(
      Transaction transaction, String accountId, String alias, BucketPolicy policy) {
    policies.put(transaction, multiRegionKey(accountId, alias), policy);
  }

  /** Removes the policy of a multi-region access point. */
  public void forgetPolicy(Transaction transaction, String accountId, String alias) {
    policies.delete(transaction, multiRegionKey(accountId, alias));
  }

  private static Key multiRegionKey(String accountId, String alias) {
    return Key.of(accountId).with("").with(alias);
  }

  /** Stores the policy of an access point, or removes it (null). */
  void putPolicy(Transaction transaction, AccessPoint point, BucketPolicy policy) {
    if (policy == null) {
      policies.delete(transaction, point.key());
    } else {
      policies.put(transaction, point.key(), policy);
    }
  }
}
