package io.nephele.services.sqs;

import io.nephele.api.sqs.InvalidAddress;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;

/**
 * Where a queue is, whether or not there is one: account, region and name.
 *
 * @param key the key of the queue in tables of queues, which follows from the others
 */
record QueueAddress(String accountId, Region region, String name, Key key) {

  QueueAddress(String accountId, Region region, String name) {
    this(accountId, region, name, Key.of(accountId).with(region.name()).with(name));
  }

  /**
   * The address that a queue's URL names. The host may be any; if it names a region it is that one,
   * else the call's.
   */
  static QueueAddress ofUrl(String url, Region called) {
    if (url == null || url.isEmpty()) {
      throw SqsErrors.missingParameter("QueueUrl");
    }
    int scheme = url.indexOf("://");
    int host = scheme < 0 ? 0 : scheme + 3;
    int path = url.indexOf('/', host);
    int end = url.length() - (url.endsWith("/") ? 1 : 0);
    int name = url.lastIndexOf('/', end - 1);
    int account = name <= 0 ? -1 : url.lastIndexOf('/', name - 1);
    if (path < 0 || account < path || !AccountIds.isAccountId(url.substring(account + 1, name))) {
      throw new InvalidAddress("The address " + url + " is not valid for this endpoint.");
    }
    Region region = scheme < 0 ? null : regionOfHost(url.substring(host, path));
    return new QueueAddress(
        url.substring(account + 1, name),
        region == null ? called : region,
        url.substring(name + 1, end));
  }

  /** The address that an ARN names, or null if it is not a queue's ARN. */
  static QueueAddress ofArn(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("sqs")) {
      return null;
    }
    Region region = Regions.find(arn.region());
    return region == null ? null : new QueueAddress(arn.account(), region, arn.resource());
  }

  /**
   * The region in hosts like {@code sqs.eu-west-1.amazonaws.com} and {@code
   * eu-west-1.queue.amazonaws.com}, or null.
   */
  private static Region regionOfHost(String host) {
    int first = host.indexOf('.');
    if (first < 0) {
      return null;
    }
    if (host.startsWith("sqs.") || host.startsWith("sqs-fips.")) {
      int second = host.indexOf('.', first + 1);
      return second < 0 ? null : Regions.find(host.substring(first + 1, second));
    }
    return host.startsWith("queue.", first + 1) ? Regions.find(host.substring(0, first)) : null;
  }

  /** What transactions that change the queue or its messages have in common. */
  LockKey lock() {
    return new LockKey(key);
  }

  /** The queue's ARN. */
  String arn() {
    return "arn:"
        + region.partition().id()
        + ":sqs:"
        + region.name()
        + ":"
        + accountId
        + ":"
        + name;
  }

  /** The queue's URL, for a caller that addressed us like that. */
  String url(Origin origin) {
    String host =
        origin.host() == null
            ? "sqs." + region.name() + "." + region.partition().dnsSuffix()
            : origin.host();
    return origin.scheme() + "://" + host + "/" + accountId + "/" + name;
  }

  @Override
  public String toString() {
    return arn();
  }
}
