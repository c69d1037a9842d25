package io.nephele.conformance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.OptimisticStore;
import io.nephele.core.store.Store;
import io.nephele.core.store.history.HistoryChecker;
import io.nephele.core.store.history.RandomTransactions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Crashes lose what is not durable, and nothing else; transactions on it are serialisable. */
class SimulatedDiskTest {
  private static SimulatedDisk disk(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new SimulatedDisk(random, Plan.of(random.split(), Plan.Flaw.NONE));
  }

  @Test
  void crashesLoseWhatIsNotDurable() {
    boolean lostSome = false;
    for (long seed = 0; seed < 50; seed++) {
      Scheduler scheduler = new Scheduler(new SplittableRandom(seed), 0, new Trace());
      SimulatedDisk disk = disk(seed);
      Store store = new OptimisticStore(new SimulatedEngine(disk));
      List<Integer> tried = new ArrayList<>();
      List<Integer> acknowledged = new ArrayList<>();
      scheduler.start("disk", disk::work);
      scheduler.start(
          "writer",
          () -> {
            for (int i = 0; i < 50; i++) {
              tried.add(i);
              write(store, i);
              acknowledged.add(i);
            }
          });
      long end = 20 + seed * 7;
      scheduler.run(() -> scheduler.step() >= end);
      scheduler.drop();
      Store after = new OptimisticStore(new SimulatedEngine(disk.crash()));
      int left = 0;
      while (has(after, left)) {
        left++;
      }
      assertThat(left).isBetween(acknowledged.size(), tried.size());
      lostSome |= left < tried.size();
    }
    assertThat(lostSome).isTrue();
  }

  private static void write(Store store, int number) {
    try {
      store.write(
          transaction -> {
            transaction.put(Key.EMPTY.with((long) number), new byte[] {1});
            return null;
          });
    } catch (io.nephele.core.store.StoreException e) {
      write(store, number); // plans may have disks that fail
    }
  }

  private static boolean has(Store store, int number) {
    return store.read(reader -> reader.get(Key.EMPTY.with((long) number)) != null);
  }

  /** The histories of stores are checked as those of other engines are, at the seed's pace. */
  @Test
  void transactionsAreStrictlySerialisable() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Scheduler scheduler = new Scheduler(random.split(), 0, new Trace());
      SimulatedDisk disk = disk(seed);
      Store store = new OptimisticStore(new SimulatedEngine(disk));
      RandomTransactions transactions = new RandomTransactions(store);
      scheduler.start("disk", disk::work);
      for (int client = 0; client < 4; client++) {
        long seedOfClient = random.nextLong();
        scheduler.start("client-" + client, () -> transactions.run(seedOfClient, 40));
      }
      scheduler.run(() -> false);
      assertThat(scheduler.failure()).isNull();
      assertThat(scheduler.alive()).containsExactly("disk");
      assertThat(HistoryChecker.check(transactions.history())).isEmpty();
    }
  }
}
