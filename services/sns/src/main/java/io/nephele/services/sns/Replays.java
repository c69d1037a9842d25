package io.nephele.services.sns;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.util.List;

/** Gives subscriptions of FIFO topics what they want again of the topic's archive. */
final class Replays {
  private static final String KIND = "sns.replays";
  private static final int AT_ONCE = 50;
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final SnsWorld sns;
  private final FifoFanout fifo;
  private final Table<Replay> replays = Table.of("sns.replays", Replay.class);

  Replays(SnsWorld sns, FifoFanout fifo) {
    this.sns = sns;
    this.fifo = fifo;
  }

  /**
   * How far a replay is.
   *
   * @param id tells it from others of the subscription
   * @param policy what was asked for
   * @param sequence of the last message that was looked at
   */
  record Replay(long id, String policy, long sequence, boolean completed) {}

  /** Has replays go on; called when the service is bound. */
  void start() {
    sns.world().timers().onWork(KIND, this::run);
  }

  /** A replay as the attribute ReplayStatus tells it, or null if none was asked for. */
  String status(Reader reader, SubscriptionArn subscription) {
    Replay replay = replays.get(reader, place(subscription.topic(), subscription.id()));
    if (replay == null) {
      return null;
    }
    return replay.completed ? "Completed" : "In progress";
  }

  /** Begins or ends the replay of a subscription that became another; either may be null. */
  void changed(Transaction transaction, TopicAddress topic, Subscription before, Subscription now) {
    String id = now == null ? before.id() : now.id();
    Key place = place(topic, id);
    String policy = now == null ? null : now.attribute(SubscriptionAttributes.REPLAY_POLICY);
    if (policy == null) {
      if (before != null && replays.contains(transaction, place)) {
        replays.delete(transaction, place);
        sns.world().timers().cancel(transaction, KIND, place);
      }
    } else if (now.confirmed()) {
      Replay begun = new Replay(sns.world().ids().nextLong(), policy, 0, false);
      replays.put(transaction, place, begun);
      sns.world().timers().schedule(transaction, KIND, place, sns.world().clock().now(), NOTHING);
    }
  }

  private static Key place(TopicAddress topic, String subscriptionId) {
    return topic.key().with(subscriptionId);
  }

  private void run(Timer timer) {
    KeyReader parts = timer.id().reader();
    String account = parts.nextText();
    String region = parts.nextText();
    TopicAddress address = TopicAddress.of(account, Regions.find(region), parts.nextText());
    String subscription = parts.nextText();
    boolean more = true;
    while (more) {
      more = sns.world().store().write(tx -> step(tx, address, subscription, timer.id()));
      fifo.drain(address, subscription);
    }
  }

  /** Takes the next messages; returns whether there are more. */
  private boolean step(
      Transaction transaction, TopicAddress address, String subscription, Key place) {
    Topic topic = sns.topics().find(transaction, address);
    Replay replay = replays.get(transaction, place);
    if (topic == null || replay == null || replay.completed) {
      return false;
    }
    Target target = sns.live(transaction, address).target(subscription);
    if (target == null) {
      return false;
    }
    ReplayPolicy policy = ReplayPolicy.parse(replay.policy);
    List<Notification> next = sns.archive().after(transaction, topic, replay.sequence, AT_ONCE);
    long last = replay.sequence;
    boolean completed = next.size() < AT_ONCE;
    for (Notification message : next) {
      last = message.sequence();
      if (message.timestamp() >= policy.to()) {
        completed = true;
        break;
      }
      if (message.timestamp() >= policy.from() && new Filtering(message).wants(target, null)) {
        fifo.add(transaction, address, subscription, message.asReplayed(replay.id));
      }
    }
    replays.put(transaction, place, new Replay(replay.id, replay.policy, last, completed));
    return !completed;
  }

  void deleteAll(Transaction transaction, Key topic) {
    replays.deletePrefix(transaction, topic);
    sns.world().timers().cancelAll(transaction, KIND, topic);
  }
}
