package io.nephele.services.sns;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What the handlers of SNS share. */
final class SnsWorld {
  /** The name of SNS where it calls other services. */
  static final String PRINCIPAL = "sns.amazonaws.com";

  private final World world;
  private final TopicTable topics = new TopicTable();
  private final Confirmations confirmations;
  private final MessageArchive archive;
  private final Signer signer;
  private final List<Deletion> deletions = new ArrayList<>();
  private final Map<Key, LiveTopic> live = new ConcurrentHashMap<>();

  SnsWorld(World world) {
    this.world = world;
    this.confirmations = new Confirmations(this);
    this.archive = new MessageArchive(this);
    this.signer = new Signer(world);
  }

  World world() {
    return world;
  }

  /** The time in milliseconds since 1970. */
  long now() {
    return world.clock().millis();
  }

  TopicTable topics() {
    return topics;
  }

  Confirmations confirmations() {
    return confirmations;
  }

  MessageArchive archive() {
    return archive;
  }

  Signer signer() {
    return signer;
  }

  /** Reads one consistent state. */
  <T> T read(Function<? super Reader, T> body) {
    return world.store().read(body);
  }

  /** What a transaction does with a topic. */
  interface TopicChange<T> {
    T apply(Transaction transaction, Topic topic);
  }

  /** Changes a topic; an error to the caller if it is not there. */
  <T> T change(TopicAddress address, TopicChange<T> body) {
    return world
        .store()
        .write(
            address.lock(),
            transaction -> body.apply(transaction, topics.require(transaction, address)));
  }

  /** Removes what belongs to a topic. */
  interface Deletion {
    void delete(Transaction transaction, Key topic);
  }

  /** Says what else has to be removed with a topic. Only while the service is bound. */
  void onDelete(Deletion deletion) {
    deletions.add(deletion);
  }

  /** Removes a topic and all that belongs to it. */
  void deleteAll(Transaction transaction, Topic topic) {
    confirmations.cancelAll(transaction, topic);
    topics.delete(transaction, topic);
    archive.delete(transaction, topic);
    for (Deletion each : deletions) {
      each.delete(transaction, topic.key());
    }
  }

  /** What delivery needs of a topic, as it is now; an error to the caller if it is not there. */
  LiveTopic live(TopicAddress address) {
    return read(reader -> live(reader, address));
  }

  /** As the other, but null if the topic is not there. */
  LiveTopic liveOrNull(TopicAddress address) {
    return read(reader -> topics.find(reader, address) == null ? null : live(reader, address));
  }

  /** As {@link #live(TopicAddress)}, within a transaction. */
  LiveTopic live(Reader reader, TopicAddress address) {
    Topic topic = topics.require(reader, address);
    LiveTopic known = live.get(address.key());
    if (known != null && known.isOf(topic)) {
      return known;
    }
    LiveTopic made =
        new LiveTopic(topic, topics.subscriptions(reader, address), known, world.metrics());
    live.put(address.key(), made);
    return made;
  }

  /** Forgets what of a deleted topic is in memory. */
  void forget(TopicAddress address) {
    live.remove(address.key());
  }

  /** Scheme and host by which a caller reached this service, or null if it was no HTTP call. */
  static String base(Origin origin) {
    return origin.host() == null ? null : origin.scheme() + "://" + origin.host();
  }

  /** The answer of operations that have nothing to say. */
  static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
