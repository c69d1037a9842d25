package io.nephele.services.sns;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;

/**
 * Asks the endpoints of new subscriptions to confirm, and forgets subscriptions that nobody
 * confirmed for three days. Tells web servers that their subscription has ended, which they can
 * take back as long.
 */
final class Confirmations {
  private static final String ASK = "sns.confirmations";
  private static final String EXPIRE = "sns.pending";
  private static final Duration PENDING = Duration.ofDays(3);
  private static final int TRIES = 3;
  private static final int SECONDS_BETWEEN = 20;
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final SnsWorld sns;

  /** Subscriptions that have ended. Keys are a topic's and the id. */
  private final Table<Subscription> ended = Table.of("sns.endedSubscriptions", Subscription.class);

  private Deliverer deliverer;
  private Inboxes inboxes;

  Confirmations(SnsWorld sns) {
    this.sns = sns;
  }

  /** Begins; called when the service is bound. */
  void start(Deliverer by, Inboxes into) {
    this.deliverer = by;
    this.inboxes = into;
    sns.world().timers().onWork(ASK, this::ask);
    sns.world().timers().on(EXPIRE, this::expire);
  }

  /** A token for a subscription. Nobody can guess it. */
  String newToken(String subscriptionId) {
    return subscriptionId.replace("-", "") + sns.world().ids().secretText(128, "0123456789abcdef");
  }

  /** The id in a token, or null if there can be none. */
  static String subscriptionId(String token) {
    if (token.length() < 32) {
      return null;
    }
    return token.substring(0, 8)
        + "-"
        + token.substring(8, 12)
        + "-"
        + token.substring(12, 16)
        + "-"
        + token.substring(16, 20)
        + "-"
        + token.substring(20, 32);
  }

  /** Has the endpoint of a pending subscription asked once the transaction is committed. */
  void begin(Transaction transaction, TopicAddress topic, Subscription subscription) {
    Key id = topic.key().with(subscription.id());
    sns.world()
        .timers()
        .schedule(transaction, EXPIRE, id, sns.world().clock().now().plus(PENDING), NOTHING);
    if (subscription.protocol().startsWith("email")) {
      inboxes.askByMail(transaction, topic, subscription);
    } else {
      sns.world().timers().schedule(transaction, ASK, id, sns.world().clock().now(), NOTHING);
    }
  }

  /** Has a web server told that its subscription has ended, once the transaction is committed. */
  void sayFarewell(Transaction transaction, TopicAddress topic, Subscription gone) {
    if (gone.protocol().startsWith("http")) {
      ended.put(transaction, topic.key().with(gone.id()), gone.withToken(newToken(gone.id())));
      begin(transaction, topic, gone);
    }
  }

  /** Restores a subscription that has ended, if that is the token of its farewell; else null. */
  Subscription restore(Transaction transaction, Topic topic, String id, String token) {
    TopicAddress address = topic.address();
    Key key = address.key().with(id);
    Subscription gone = ended.get(transaction, key);
    if (gone == null || !gone.token().equals(token)) {
      return null;
    }
    ended.delete(transaction, key);
    end(transaction, address, id);
    Subscription other =
        sns.topics().ofEndpoint(transaction, address, gone.protocol(), gone.endpoint());
    if (other == null) {
      sns.topics().put(transaction, topic, null, gone);
    }
    return other == null ? gone : other;
  }

  /** Ends what was begun, because a subscription is confirmed or gone. */
  void end(Transaction transaction, TopicAddress topic, String subscriptionId) {
    Key id = topic.key().with(subscriptionId);
    sns.world().timers().cancel(transaction, EXPIRE, id);
    sns.world().timers().cancel(transaction, ASK, id);
  }

  void cancelAll(Transaction transaction, Topic topic) {
    ended.deletePrefix(transaction, topic.key());
    sns.world().timers().cancelAll(transaction, EXPIRE, topic.key());
    sns.world().timers().cancelAll(transaction, ASK, topic.key());
  }

  private TopicAddress topic(Key id) {
    KeyReader parts = id.reader();
    String account = parts.nextText();
    String region = parts.nextText();
    return TopicAddress.of(account, Regions.find(region), parts.nextText());
  }

  private static String subscriptionOf(Key id, TopicAddress topic) {
    return id.without(topic.key()).reader().nextText();
  }

  private void ask(Timer timer) {
    TopicAddress address = topic(timer.id());
    String id = subscriptionOf(timer.id(), address);
    record Found(Topic topic, Subscription subscription, String type) {}
    Found found =
        sns.read(
            reader -> {
              Topic topic = sns.topics().find(reader, address);
              Subscription pending = sns.topics().find(reader, address, id);
              return pending == null
                  ? new Found(topic, ended.get(reader, timer.id()), Envelope.FAREWELL)
                  : new Found(topic, pending.confirmed() ? null : pending, Envelope.CONFIRMATION);
            });
    if (found.topic == null || found.subscription == null) {
      return;
    }
    String messageId = sns.world().ids().uuid().toString();
    String json =
        Envelope.confirmation(
            sns.signer(),
            found.type,
            found.subscription,
            messageId,
            sns.now(),
            found.topic.signatureVersion());
    try {
      deliverer.confirm(address, found.subscription, found.type, messageId, json);
    } catch (DeliveryFailure e) {
      int tried = timer.payload().length() + 1;
      if (e.passing() && tried < TRIES) {
        sns.world()
            .store()
            .write(
                transaction -> {
                  sns.world()
                      .timers()
                      .schedule(
                          transaction,
                          ASK,
                          timer.id(),
                          sns.world().clock().now().plusSeconds(SECONDS_BETWEEN),
                          Bytes.of(new byte[tried]));
                  return null;
                });
      }
    }
  }

  private void expire(Transaction transaction, Timer timer) {
    TopicAddress address = topic(timer.id());
    Topic topic = sns.topics().find(transaction, address);
    String id = subscriptionOf(timer.id(), address);
    Subscription subscription = sns.topics().find(transaction, address, id);
    if (topic != null && subscription != null && !subscription.confirmed()) {
      sns.topics().delete(transaction, topic, subscription);
    }
    ended.delete(transaction, timer.id());
  }
}
