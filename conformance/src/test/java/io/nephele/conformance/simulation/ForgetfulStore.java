package io.nephele.conformance.simulation;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A store that leaves undone, now and then, a part of what it is told. */
final class ForgetfulStore implements Store {
  private static final double MOSTLY = 0.8;
  private static final double OFTEN = 0.2;
  private static final double SELDOM = 0.03;

  private final Store store;
  private final Plan.Flaw flaw;
  private final SplittableRandom random;

  ForgetfulStore(Store store, Plan.Flaw flaw, SplittableRandom random) {
    this.store = store;
    this.flaw = flaw;
    this.random = random;
  }

  /** The store, or a forgetful one over it if that is the flaw. */
  static Store over(Store store, Plan.Flaw flaw, SplittableRandom random) {
    return switch (flaw) {
      case NONE, ACKNOWLEDGES_EARLY, TORN_WRITES -> store;
      default -> new ForgetfulStore(store, flaw, random);
    };
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    return store.read(body);
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return write(null, body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    double chance = random.nextDouble();
    return store.write(hint, transaction -> body.apply(new Forgetful(transaction, chance)));
  }

  @Override
  public void flush() {
    store.flush();
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Forgetful implements Transaction {
    private final Transaction transaction;
    private final double chance;

    private Forgetful(Transaction transaction, double chance) {
      this.transaction = transaction;
      this.chance = chance;
    }

    private boolean forgets(Key key, Plan.Flaw of, double likelihood, Set<String> tables) {
      return flaw == of && chance < likelihood && tables.contains(key.reader().nextText());
    }

    @Override
    public byte[] get(Key key) {
      return transaction.get(key);
    }

    @Override
    public Scan scan(KeyRange range, Direction direction) {
      return transaction.scan(range, direction);
    }

    @Override
    public void put(Key key, byte[] value) {
      Set<String> messages =
          Set.of("sqs.messages", "sqs.line", "sqs.tallies", "sqs.groupMembers", "sqs.groupLine");
      if (!forgets(key, Plan.Flaw.LOSES_MESSAGES, SELDOM, messages)) {
        transaction.put(key, value);
      }
    }

    @Override
    public void delete(Key key) {
      Set<String> messages = Set.of("sqs.messages", "sqs.line", "sqs.receipts", "sqs.tallies");
      Set<String> lines = Set.of("sqs.line", "sqs.groupLine");
      Set<String> timers = Set.of("timers.byDue", "timers.byId");
      if (!forgets(key, Plan.Flaw.FORGETS_VISIBILITY, OFTEN, lines)
          && !forgets(key, Plan.Flaw.FORGETS_DELETIONS, OFTEN, messages)
          && !forgets(key, Plan.Flaw.FORGETS_FIRING, OFTEN, timers)) {
        transaction.delete(key);
      }
    }

    @Override
    public void deleteRange(KeyRange range) {
      transaction.deleteRange(range);
    }

    @Override
    public void afterCommit(Runnable action) {
      if (flaw != Plan.Flaw.FORGETS_TO_WAKE || chance > MOSTLY) {
        transaction.afterCommit(action);
      }
    }
  }
}
