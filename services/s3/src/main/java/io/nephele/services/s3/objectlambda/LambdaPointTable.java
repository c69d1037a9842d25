package io.nephele.services.s3.objectlambda;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecentlyDecoded;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/** The Object Lambda access points that there are, and their policies. */
public final class LambdaPointTable {
  static final String ALIAS = "--ol-s3";

  private static final String SERVICE = "s3-object-lambda";
  private static final String RESOURCE = "accesspoint";
  private static final int ACCOUNT = 12;

  private final Table<LambdaPoint> points =
      Table.ofOftenRead("s3.objectLambdaPoints", LambdaPoint.class);
  private final Table<Place> aliases = Table.ofOftenRead("s3.objectLambdaAliases", Place.class);
  private final Table<LambdaPointPolicy> policies =
      Table.of("s3.objectLambdaPolicies", new RecentlyDecoded<>(LambdaPointPolicy.CODEC));

  /** Where an access point is. */
  record Place(String accountId, String region, String name) {}

  /** Whether a text that stands in place of a bucket's name may name such an access point. */
  public static boolean isPossible(String text) {
    return text.endsWith(ALIAS) || isArn(text) || hasAccount(text);
  }

  /** Whether an ARN is of such an access point. */
  public static boolean isArn(String text) {
    return text.startsWith("arn:") && text.startsWith(SERVICE, text.indexOf(':', 4) + 1);
  }

  private static boolean hasAccount(String text) {
    int dash = text.length() - ACCOUNT - 1;
    if (dash <= 0 || text.charAt(dash) != '-') {
      return false;
    }
    for (int i = dash + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The access point of that name, or null. */
  public LambdaPoint get(Reader reader, String accountId, String region, String name) {
    return points.get(reader, Key.of(accountId).with(region).with(name));
  }

  /**
   * The access point that a request names in place of a bucket: by alias, by ARN, or by name and
   * account, as host names do.
   *
   * @param region that of the request
   * @return null if it names none
   */
  public LambdaPoint named(Reader reader, String partition, String text, String region) {
    if (text.endsWith(ALIAS)) {
      Place place = aliases.get(reader, Key.of(partition).with(text));
      return place == null ? null : get(reader, place.accountId(), place.region(), place.name());
    }
    if (text.startsWith("arn:")) {
      return ofArn(reader, Arn.parse(text));
    }
    int dash = text.length() - ACCOUNT - 1;
    return hasAccount(text)
        ? get(reader, text.substring(dash + 1), region, text.substring(0, dash))
        : null;
  }

  /** The access point of an ARN, or null. */
  public LambdaPoint ofArn(Reader reader, Arn arn) {
    if (arn == null || !arn.service().equals(SERVICE)) {
      return null;
    }
    String resource = arn.resource();
    boolean one =
        resource.length() > RESOURCE.length() + 1
            && resource.startsWith(RESOURCE)
            && "/:".indexOf(resource.charAt(RESOURCE.length())) >= 0;
    return one && !arn.account().isEmpty() && !arn.region().isEmpty()
        ? get(reader, arn.account(), arn.region(), resource.substring(RESOURCE.length() + 1))
        : null;
  }

  /** The access points of an account in a region, by name. */
  Table.Rows<LambdaPoint> list(Reader reader, String accountId, String region) {
    return points.scan(reader, Key.of(accountId).with(region));
  }

  /** Stores a new access point. */
  void create(Transaction transaction, String partition, LambdaPoint point) {
    points.put(transaction, point.key(), point);
    aliases.put(
        transaction,
        Key.of(partition).with(point.alias()),
        new Place(point.accountId(), point.region(), point.name()));
  }

  /** Stores what has changed of one. */
  void put(Transaction transaction, LambdaPoint point) {
    points.put(transaction, point.key(), point);
  }

  /** Removes an access point and its policy. */
  void delete(Transaction transaction, String partition, LambdaPoint point) {
    points.delete(transaction, point.key());
    aliases.delete(transaction, Key.of(partition).with(point.alias()));
    policies.delete(transaction, point.key());
  }

  /** The policy of an access point, or null. */
  public LambdaPointPolicy policy(Reader reader, LambdaPoint point) {
    return policies.get(reader, point.key());
  }

  /** Stores the policy of an access point, or removes it (null). */
  void putPolicy(Transaction transaction, LambdaPoint point, LambdaPointPolicy policy) {
    if (policy == null) {
      policies.delete(transaction, point.key());
    } else {
      policies.put(transaction, point.key(), policy);
    }
  }
}
