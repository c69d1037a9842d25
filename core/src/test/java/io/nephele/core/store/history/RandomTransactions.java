package io.nephele.core.store.history;

import io.nephele.core.store.ConflictException;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.Transaction;
import io.nephele.core.store.history.RecordedTransaction.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that run random transactions on a store, and the history of what they saw. Transactions
 * append to lists, read lists alone and by scans of ranges, delete ranges unread, and read and
 * write registers; some give up at their end. Written values tell what they follow, so that a
 * checker can find out the order of versions from what was read.
 */
public final class RandomTransactions {
  private static final int GROUPS = 2;
  private static final int LISTS = 4;
  private static final int REGISTERS = 3;

  private final Store store;
  private final int pace;
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger clients = new AtomicInteger();
  private final AtomicLong elements = new AtomicLong();
  private final AtomicLong time = new AtomicLong();
  private final ConcurrentLinkedQueue<RecordedTransaction> history = new ConcurrentLinkedQueue<>();

  /** Transactions on an empty store, as fast as they go. */
  public RandomTransactions(Store store) {
    this(store, 0);
  }

  /**
   * Transactions on an empty store.
   *
   * @param pace of so many steps one lets other threads go first, so that transactions overlap even
   *     on a store that needs next to no time; 0 for none
   */
  public RandomTransactions(Store store, int pace) {
    this.store = store;
    this.pace = pace;
  }

  /** Everything that has been recorded so far. */
  public List<RecordedTransaction> history() {
    return List.copyOf(history);
  }

  /**
   * Runs so many clients at once, each with so many transactions, and returns everything that has
   * been recorded.
   */
  public List<RecordedTransaction> run(int concurrentClients, int transactions, long seed)
      throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < concurrentClients; i++) {
      long seedOfClient = seed * 1_000_003 + i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      begin.await();
                      run(seedOfClient, transactions);
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("A client failed", failures.element());
    }
    return history();
  }

  /** Runs so many transactions, one after another. Called by many threads at a time. */
  public void run(long seed, int transactions) {
    Random random = new Random(seed);
    int client = clients.incrementAndGet();
    for (int i = 0; i < transactions; i++) {
      if (!runOne(client, random.nextLong())) {
        // Nobody knows when a transaction of unknown outcome ends, so its client has none after it.
        client = clients.incrementAndGet();
      }
    }
  }

  /** Returns whether the outcome is known. */
  private boolean runOne(int client, long seed) {
    long began = time.incrementAndGet();
    List<Attempt> attempts = new ArrayList<>();
    Outcome outcome = Outcome.COMMITTED;
    try {
      if (new Random(seed).nextInt(8) == 0) {
        store.read(
            reader -> {
              attempts.add(new Attempt(ids.incrementAndGet(), seed, reader, null));
              return attempts.getLast().run();
            });
      } else {
        store.write(
            transaction -> {
              attempts.add(new Attempt(ids.incrementAndGet(), seed, transaction, transaction));
              return attempts.getLast().run();
            });
      }
    } catch (GivenUp | ConflictException e) {
      outcome = Outcome.ABORTED;
    } catch (StoreException e) {
      outcome = Outcome.UNKNOWN;
    }
    long ended = time.incrementAndGet();
    for (Attempt attempt : attempts) {
      boolean last = attempt.id == attempts.getLast().id;
      history.add(
          new RecordedTransaction(
              attempt.id,
              client,
              began,
              ended,
              last ? outcome : Outcome.ABORTED,
              List.copyOf(attempt.operations)));
    }
    return outcome != Outcome.UNKNOWN;
  }

  private static List<Long> elements(byte[] stored) {
    List<Long> elements = new ArrayList<>();
    if (stored != null) {
      ByteBuffer from = ByteBuffer.wrap(stored);
      while (from.hasRemaining()) {
        elements.add(from.getLong());
      }
    }
    return elements;
  }

  private static byte[] bytes(List<Long> elements) {
    ByteBuffer to = ByteBuffer.allocate(elements.size() * Long.BYTES);
    elements.forEach(to::putLong);
    return to.array();
  }

  /** One run of a body. */
  private final class Attempt {
    private final int id;
    private final Random random;
    private final Reader reader;
    private final Transaction transaction;
    private final List<Operation> operations = new ArrayList<>();

    private Attempt(int id, long seed, Reader reader, Transaction transaction) {
      this.id = id;
      this.random = new Random(seed);
      this.reader = reader;
      this.transaction = transaction;
    }

    private Void run() {
      for (int left = 1 + random.nextInt(4); left > 0; left--) {
        step();
      }
      if (transaction != null && random.nextInt(20) == 0) {
        throw new GivenUp();
      }
      return null;
    }

    private void step() {
      int group = random.nextInt(GROUPS);
      Item list = Item.list(group, 1 + random.nextInt(LISTS));
      Item register = Item.register(1 + random.nextInt(REGISTERS));
      int choice = random.nextInt(transaction == null ? 8 : 20);
      if (choice < 3) {
        readList(list);
      } else if (choice < 5) {
        scan(group);
      } else if (choice < 8) {
        read(register);
      } else if (choice < 15) {
        append(list);
      } else if (choice < 16) {
        deleteGroup(group);
      } else {
        if (choice < 18) {
          read(register);
        }
        write(register, List.of(elements.incrementAndGet()));
      }
    }

    private List<Long> read(Item item) {
      letOthersGo();
      List<Long> value = elements(reader.get(item.key()));
      operations.add(new Operation.Read(item, value, false));
      return value;
    }

    /** A list that is not there is of the epoch that the marker tells. */
    private List<Long> readList(Item list) {
      List<Long> value = read(list);
      return value.isEmpty() ? List.of(epoch(list.group())) : value;
    }

    private long epoch(int group) {
      List<Long> epochs = read(Item.marker(group));
      return epochs.isEmpty() ? 0 : epochs.getLast();
    }

    private void append(Item list) {
      List<Long> value = new ArrayList<>(readList(list));
      value.add(elements.incrementAndGet());
      write(list, value);
    }

    private void write(Item item, List<Long> value) {
      letOthersGo();
      transaction.put(item.key(), bytes(value));
      operations.add(new Operation.Write(item, List.copyOf(value)));
    }

    /** Only the marker is read, so what the lists hold is deleted blindly. */
    private void deleteGroup(int group) {
      Item marker = Item.marker(group);
      List<Long> epochs = new ArrayList<>(read(marker));
      if (epochs.isEmpty()) {
        epochs.add(0L);
      }
      epochs.add(elements.incrementAndGet());
      letOthersGo();
      transaction.deleteRange(Item.group(group));
      operations.add(new Operation.DeleteGroup(group, epochs.getLast()));
      write(marker, epochs);
    }

    /** Through a group's lists from either end, perhaps not all the way. */
    private void scan(int group) {
      boolean forward = random.nextBoolean();
      int most = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(LISTS);
      letOthersGo();
      Scan scan = reader.scan(Item.group(group), forward ? Direction.FORWARD : Direction.REVERSE);
      Map<Integer, List<Long>> found = new LinkedHashMap<>();
      int reached = forward ? LISTS : 0;
      while (scan.hasNext()) {
        Entry entry = scan.next();
        letOthersGo();
        int number = Item.ofListKey(entry.key()).number();
        found.put(number, elements(entry.value()));
        if (found.size() >= most) {
          reached = number;
          break;
        }
      }
      for (int i = forward ? 0 : LISTS; forward ? i <= reached : i >= reached; ) {
        Item item = i == 0 ? Item.marker(group) : Item.list(group, i);
        List<Long> value = found.getOrDefault(i, List.of());
        operations.add(new Operation.Read(item, List.copyOf(value), true));
        i += forward ? 1 : -1;
      }
      if (!forward && reached > 0) {
        epoch(group);
      }
    }

    private void letOthersGo() {
      if (pace > 0 && random.nextInt(pace) == 0) {
        Thread.yield();
      }
    }
  }

  /** What a transaction throws that is to have no effect. */
  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
