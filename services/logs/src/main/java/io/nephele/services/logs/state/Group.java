package io.nephele.services.logs.state;

import io.nephele.core.store.Key;
import java.util.Map;

/**
 * A log group.
 *
 * @param id by which what is in it is stored, so that another group of the same name has nothing of
 *     it
 * @param createdAt in milliseconds since 1970
 * @param kind STANDARD, INFREQUENT_ACCESS or DELIVERY
 * @param retentionInDays null for ever
 * @param kmsKeyId the ARN of the KMS key that encrypts what is put from now on, or null
 * @param deletionProtected whether it cannot be deleted
 * @param metricFilters how many metric filters it has
 * @param subscriptions how many subscription filters it has
 * @param protection the data protection policy, or null
 * @param protectedAt when that was put, in milliseconds since 1970
 */
public record Group(
    String partition,
    String accountId,
    String region,
    String name,
    long id,
    long createdAt,
    String kind,
    Integer retentionInDays,
    String kmsKeyId,
    boolean deletionProtected,
    Map<String, String> tags,
    int metricFilters,
    int subscriptions,
    String protection,
    long protectedAt) {
  /** The class of groups that can do everything. */
  public static final String STANDARD = "STANDARD";

  /** The class of groups for which only Insights works. */
  public static final String INFREQUENT_ACCESS = "INFREQUENT_ACCESS";

  /** The class of groups that hold events only on their way to Lambda's destinations. */
  public static final String DELIVERY = "DELIVERY";

  private static final long DAY = 86_400_000L;

  /** The ARN without {@code :*}. */
  public String arn() {
    return "arn:" + partition + ":logs:" + region + ":" + accountId + ":log-group:" + name;
  }

  /** What the keys begin with of all that is in it. */
  public Key contentKey() {
    return Key.of(accountId).with(region).with(id);
  }

  /** The timestamp before which events are not kept at a time; both in milliseconds since 1970. */
  public long horizon(long now) {
    return retentionInDays == null ? Long.MIN_VALUE : now - retentionInDays * DAY;
  }

  /** With another retention, null for ever. */
  public Group withRetention(Integer days) {
    return new Group(
        partition,
        accountId,
        region,
        name,
        id,
        createdAt,
        kind,
        days,
        kmsKeyId,
        deletionProtected,
        tags,
        metricFilters,
        subscriptions,
        protection,
        protectedAt);
  }

  /** With another KMS key, or none. */
  public Group withKey(String keyArn) {
    return new Group(
        partition,
        accountId,
        region,
        name,
        id,
        createdAt,
        kind,
        retentionInDays,
        keyArn,
        deletionProtected,
        tags,
        metricFilters,
        subscriptions,
        protection,
        protectedAt);
  }

  /** Protected from deletion, or not. */
  public Group withDeletionProtection(boolean isProtected) {
    return new Group(
        partition,
        accountId,
        region,
        name,
        id,
        createdAt,
        kind,
        retentionInDays,
        kmsKeyId,
        isProtected,
        tags,
        metricFilters,
        subscriptions,
        protection,
        protectedAt);
  }

  /** With other tags. */
  public Group withTags(Map<String, String> newTags) {
    return new Group(
        partition,
        accountId,
        region,
        name,
        id,
        createdAt,
        kind,
        retentionInDays,
        kmsKeyId,
        deletionProtected,
        newTags,
        metricFilters,
        subscriptions,
        protection,
        protectedAt);
  }

  /** With other numbers of filters. */
  public Group withFilters(int metrics, int subscribed) {
    return new Group(
        partition,
        accountId,
        region,
        name,
        id,
        createdAt,
        kind,
        retentionInDays,
        kmsKeyId,
        deletionProtected,
        tags,
        metrics,
        subscribed,
        protection,
        protectedAt);
  }

  /** With a data protection policy, or null without. */
  public Group withProtection(String policy, long at) {
    return new Group(
        partition,
        accountId,
        region,
        name,
        id,
        createdAt,
        kind,
        retentionInDays,
        kmsKeyId,
        deletionProtected,
        tags,
        metricFilters,
        subscriptions,
        policy,
        at);
  }
}
