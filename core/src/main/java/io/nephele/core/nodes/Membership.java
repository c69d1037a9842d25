package io.nephele.core.nodes;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LongsCodec;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** The nodes of a store as it keeps them: beyond the keys of all worlds, and so in no world. */
final class Membership {
  /** One less than the power of two that is left for a node's number in numbers of messages. */
  static final int MAX_NUMBER = 1023;

  private static final int SECRET_BYTES = 32;
  private static final Key ROOT = Key.encoded(new byte[] {(byte) 0xFE, 2});
  private static final Key SETTINGS = ROOT.with("settings");
  private static final Key MEMBERS = ROOT.with("members");
  private static final Key CHANGES = ROOT.with("changes");
  private static final LongsCodec<Long> COUNT =
      new LongsCodec<>(1, count -> new long[] {count}, numbers -> numbers[0]);

  private final Store store;
  private final RecordCodec<Member> members = RecordCodec.of(Member.class);
  private final RecordCodec<NodeSettings> settings = RecordCodec.of(NodeSettings.class);

  Membership(Store store) {
    this.store = store;
  }

  /**
   * What is known at one time.
   *
   * @param members all nodes, those too that are dead and not removed yet
   * @param changes how often each world was emptied, restored or deleted, if it ever was
   */
  record State(NodeSettings settings, Map<Integer, Member> members, Map<String, Long> changes) {}

  /**
   * Adds a node; returns its number. Numbers go round, so that a node which comes back from a long
   * sleep does not find another with its number before a thousand have joined.
   *
   * @param newSecret makes that many bytes that nobody can guess, if this is the first node
   */
  int join(String id, String address, IntFunction<byte[]> newSecret) {
    return store.write(
        transaction -> {
          byte[] stored = transaction.get(SETTINGS);
          NodeSettings common =
              stored == null
                  ? new NodeSettings(Bytes.of(newSecret.apply(SECRET_BYTES)), 0)
                  : settings.decode(stored);
          int number = free(transaction, common.lastNumber());
          transaction.put(SETTINGS, settings.encode(common.numbered(number)));
          put(transaction, number, new Member(id, address, 0));
          return number;
        });
  }

  private static int free(Reader reader, int last) {
    int number = last;
    for (int i = 0; i < MAX_NUMBER; i++) {
      number = number % MAX_NUMBER + 1;
      if (reader.get(MEMBERS.with(number)) == null) {
        return number;
      }
    }
    throw new StoreException(MAX_NUMBER + " nodes serve this world already", null);
  }

  /**
   * Gives a sign of life.
   *
   * @param address where the node takes messages now, or null
   * @return whether the others still know the node
   */
  boolean beat(int number, String id, String address) {
    return store.write(
        transaction -> {
          Member own = get(transaction, number);
          if (own == null || !own.id().equals(id)) {
            return false;
          }
          put(transaction, number, new Member(id, address, own.beats() + 1));
          return true;
        });
  }

  /** Removes a node if it has given no sign of life since. */
  void remove(int number, Member member) {
    store.write(
        transaction -> {
          if (member.equals(get(transaction, number))) {
            transaction.delete(MEMBERS.with(number));
          }
          return null;
        });
  }

  /** Removes a node that goes. */
  void leave(int number, String id) {
    store.write(
        transaction -> {
          Member own = get(transaction, number);
          if (own != null && own.id().equals(id)) {
            transaction.delete(MEMBERS.with(number));
          }
          return null;
        });
  }

  /** Notes that a world has changed as a whole; returns how often it has. */
  long change(String world) {
    return store.write(
        transaction -> {
          Key key = CHANGES.with(world);
          byte[] stored = transaction.get(key);
          long changes = stored == null ? 1 : COUNT.decode(stored) + 1;
          transaction.put(key, COUNT.encode(changes));
          return changes;
        });
  }

  State read() {
    return store.read(
        reader -> {
          Map<Integer, Member> all = new HashMap<>();
          for (Entry entry : reader.scan(KeyRange.prefix(MEMBERS))) {
            int number = (int) entry.key().without(MEMBERS).reader().nextLong();
            all.put(number, members.decode(entry.value()));
          }
          Map<String, Long> changes = new HashMap<>();
          for (Entry entry : reader.scan(KeyRange.prefix(CHANGES))) {
            String world = entry.key().without(CHANGES).reader().nextText();
            changes.put(world, COUNT.decode(entry.value()));
          }
          return new State(settings.decode(reader.get(SETTINGS)), all, changes);
        });
  }

  private Member get(Reader reader, int number) {
    byte[] stored = reader.get(MEMBERS.with(number));
    return stored == null ? null : members.decode(stored);
  }

  private void put(Transaction transaction, int number, Member member) {
    transaction.put(MEMBERS.with(number), members.encode(member));
  }
}
