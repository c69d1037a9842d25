package io.nephele.services.sns;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A topic as it is stored.
 *
 * @param id tells this topic from others that had its name
 * @param version grows whenever the topic or a subscription of it changes
 * @param createdAt in milliseconds since 1970
 * @param attributes those that were given
 * @param confirmed how many subscriptions deliver
 * @param pending how many subscriptions wait to be confirmed
 * @param deleted how many subscriptions were deleted
 * @param filters how many subscriptions have filter policies
 */
record Topic(
    String accountId,
    String region,
    String name,
    long id,
    long version,
    long createdAt,
    Map<String, String> attributes,
    Map<String, String> tags,
    int confirmed,
    int pending,
    int deleted,
    int filters) {
  static final String FIFO_SUFFIX = ".fifo";

  /** Its key in tables of topics. */
  Key key() {
    return Key.of(accountId).with(region).with(name);
  }

  TopicAddress address() {
    return TopicAddress.of(accountId, Regions.find(region), name);
  }

  String arn() {
    return address().arn();
  }

  boolean isFifo() {
    return name.endsWith(FIFO_SUFFIX);
  }

  /** An attribute that was given, or null. */
  String attribute(String attribute) {
    return attributes.get(attribute);
  }

  boolean deduplicatesByContent() {
    return "true".equalsIgnoreCase(attribute(TopicAttributes.CONTENT_BASED_DEDUPLICATION));
  }

  /** Whether ids of messages count for their group only. */
  boolean deduplicatesWithinGroups() {
    return "MessageGroup".equals(attribute(TopicAttributes.FIFO_THROUGHPUT_SCOPE));
  }

  /** The version of signatures, 1 or 2. */
  String signatureVersion() {
    return attributes.getOrDefault(TopicAttributes.SIGNATURE_VERSION, "1");
  }

  /** This, a version later, with other attributes. */
  Topic withAttributes(Map<String, String> changed) {
    return with(changed, tags, confirmed, pending, deleted, filters);
  }

  /** This with an attribute; null removes it. */
  Topic with(String attribute, String value) {
    Map<String, String> changed = new LinkedHashMap<>(attributes);
    if (value == null) {
      changed.remove(attribute);
    } else {
      changed.put(attribute, value);
    }
    return withAttributes(changed);
  }

  /** This, a version later, with other tags. */
  Topic withTags(Map<String, String> changed) {
    return with(attributes, changed, confirmed, pending, deleted, filters);
  }

  /** This, a version later, after a subscription became another; either may be null. */
  Topic after(Subscription before, Subscription now) {
    return with(
        attributes,
        tags,
        confirmed + count(now != null && now.confirmed()) - count(isConfirmed(before)),
        pending + count(now != null && !now.confirmed()) - count(isPending(before)),
        deleted + count(now == null),
        filters + count(isFiltered(now)) - count(isFiltered(before)));
  }

  private static boolean isConfirmed(Subscription subscription) {
    return subscription != null && subscription.confirmed();
  }

  private static boolean isPending(Subscription subscription) {
    return subscription != null && !subscription.confirmed();
  }

  private static boolean isFiltered(Subscription subscription) {
    return subscription != null && subscription.filterPolicy() != null;
  }

  private static int count(boolean yes) {
    return yes ? 1 : 0;
  }

  private Topic with(
      Map<String, String> newAttributes,
      Map<String, String> newTags,
      int nowConfirmed,
      int nowPending,
      int nowDeleted,
      int nowFilters) {
    return new Topic(
        accountId,
        region,
        name,
        id,
        version + 1,
        createdAt,
        newAttributes,
        newTags,
        nowConfirmed,
        nowPending,
        nowDeleted,
        nowFilters);
  }
}
