package io.nephele.services.sns;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * Topics and their subscriptions. Whatever changes a subscription changes the version of its topic,
 * so that what is in memory of a topic is known to be good or not by its row alone.
 */
final class TopicTable {
  private final Table<Topic> topics = Table.ofOftenRead("sns.topics", Topic.class);

  /** Keys are a topic's and the id. */
  private final Table<Subscription> subscriptions =
      Table.ofOftenRead("sns.subscriptions", Subscription.class);

  /** Ids of subscriptions. Keys are a topic's, the protocol and the endpoint. */
  private final Table<Id> byEndpoint = Table.of("sns.subscriptionsByEndpoint", Id.class);

  /** Keys are the owner, the region, the topic's name and account, and the id. */
  private final Table<Place> byOwner = Table.of("sns.subscriptionsByOwner", Place.class);

  record Id(String id) {}

  /** A row whose key says all. */
  record Place() {}

  /** The topic, or null. */
  Topic find(Reader reader, TopicAddress address) {
    return topics.get(reader, address.key());
  }

  /** The topic; an error to the caller if it is not there. */
  Topic require(Reader reader, TopicAddress address) {
    Topic found = find(reader, address);
    if (found == null) {
      throw SnsErrors.noTopic();
    }
    return found;
  }

  void put(Transaction transaction, Topic topic) {
    topics.put(transaction, topic.key(), topic);
  }

  /** Removes a topic and its subscriptions. */
  void delete(Transaction transaction, Topic topic) {
    Key key = topic.key();
    for (Table.Row<Subscription> row : subscriptions.scan(transaction, key)) {
      byOwner.delete(transaction, ownerKey(topic.address(), row.value()));
    }
    subscriptions.deletePrefix(transaction, key);
    byEndpoint.deletePrefix(transaction, key);
    topics.delete(transaction, key);
  }

  /** The topics of an account in a region after a name, which may be null. */
  List<Topic> list(Reader reader, String accountId, String region, String after, int max) {
    Key place = Key.of(accountId).with(region);
    KeyRange range = KeyRange.prefix(place);
    range = after == null ? range : range.startingAfter(place.with(after));
    List<Topic> found = new ArrayList<>();
    for (Table.Row<Topic> row : topics.scan(reader, range, Direction.FORWARD)) {
      found.add(row.value());
      if (found.size() == max) {
        break;
      }
    }
    return found;
  }

  /** The subscription, or null. */
  Subscription find(Reader reader, TopicAddress topic, String id) {
    return subscriptions.get(reader, topic.key().with(id));
  }

  /** The subscription of an endpoint, or null. */
  Subscription ofEndpoint(Reader reader, TopicAddress topic, String protocol, String endpoint) {
    Id id = byEndpoint.get(reader, topic.key().with(protocol).with(endpoint));
    return id == null ? null : find(reader, topic, id.id);
  }

  /** All subscriptions of a topic. */
  List<Subscription> subscriptions(Reader reader, TopicAddress topic) {
    return ofTopic(reader, topic, null, Integer.MAX_VALUE);
  }

  /** The subscriptions of a topic after an id, which may be null. */
  List<Subscription> ofTopic(Reader reader, TopicAddress topic, String after, int max) {
    KeyRange range = KeyRange.prefix(topic.key());
    range = after == null ? range : range.startingAfter(topic.key().with(after));
    List<Subscription> found = new ArrayList<>();
    for (Table.Row<Subscription> row : subscriptions.scan(reader, range, Direction.FORWARD)) {
      found.add(row.value());
      if (found.size() == max) {
        break;
      }
    }
    return found;
  }

  /** The subscriptions of an owner in a region after the one of that ARN, which may be null. */
  List<Subscription> ofOwner(
      Reader reader, String owner, String region, SubscriptionArn after, int max) {
    Key place = Key.of(owner).with(region);
    KeyRange range = KeyRange.prefix(place);
    if (after != null) {
      TopicAddress topic = after.topic();
      range =
          range.startingAfter(place.with(topic.name()).with(topic.accountId()).with(after.id()));
    }
    List<Subscription> found = new ArrayList<>();
    for (Table.Row<Place> row : byOwner.scan(reader, range, Direction.FORWARD)) {
      KeyReader parts = row.key().without(place).reader();
      String name = parts.nextText();
      Key topic = Key.of(parts.nextText()).with(region).with(name);
      Subscription subscription = subscriptions.get(reader, topic.with(parts.nextText()));
      if (subscription == null) {
        continue; // the topic's account was emptied
      }
      found.add(subscription);
      if (found.size() == max) {
        break;
      }
    }
    return found;
  }

  /** Writes a subscription in place of what it was before, which is null for a new one. */
  void put(Transaction transaction, Topic topic, Subscription before, Subscription now) {
    TopicAddress address = topic.address();
    subscriptions.put(transaction, address.key().with(now.id()), now);
    if (before == null) {
      byEndpoint.put(
          transaction, address.key().with(now.protocol()).with(now.endpoint()), new Id(now.id()));
      byOwner.put(transaction, ownerKey(address, now), new Place());
    }
    put(transaction, topic.after(before, now));
  }

  void delete(Transaction transaction, Topic topic, Subscription gone) {
    TopicAddress address = topic.address();
    subscriptions.delete(transaction, address.key().with(gone.id()));
    byEndpoint.delete(transaction, address.key().with(gone.protocol()).with(gone.endpoint()));
    byOwner.delete(transaction, ownerKey(address, gone));
    put(transaction, topic.after(gone, null));
  }

  private static Key ownerKey(TopicAddress topic, Subscription subscription) {
    return Key.of(subscription.owner())
        .with(topic.region().name())
        .with(topic.name())
        .with(topic.accountId())
        .with(subscription.id());
  }
}
