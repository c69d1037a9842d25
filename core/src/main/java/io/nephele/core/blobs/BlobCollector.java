package io.nephele.core.blobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Deletes the files of blobs that no row refers to, in no world. A file goes when a collection
 * finds it so and an earlier one, some time before, had found it so too, and it was not in use in
 * between: whoever has just read a row that is deleted at this moment still finds its bytes.
 */
public final class BlobCollector {
  private static final int FIRST_IDS = 1024;

  private final Blobs blobs;
  private final InstantSource clock;
  private final Duration grace;
  private final References references;
  private final ReentrantLock lock = new ReentrantLock();

  /** Since when files are known to have no row, by the beginnings of their ids. */
  private Map<Long, Instant> unreferenced = new HashMap<>();

  /** Tells to which blobs rows refer. */
  public interface References {
    /**
     * Hands on the ids of all blobs to which rows refer at one moment after the call, in whatever
     * world; the same id any number of times.
     */
    void forEach(Consumer<String> id);
  }

  /**
   * What a collection did.
   *
   * @param deleted how many files it deleted
   * @param waiting how many others no row refers to
   * @param referenced how many files rows refer to
   */
  public record Result(int deleted, int waiting, int referenced) {}

  /**
   * A collector.
   *
   * @param clock the machine's time rather than a world's
   * @param grace how long a file is kept that no row refers to
   */
  public BlobCollector(Blobs blobs, InstantSource clock, Duration grace, References references) {
    this.blobs = blobs;
    this.clock = clock;
    this.grace = grace;
    this.references = references;
  }

  /** Looks at all files and rows, and deletes what is due; one at a time. */
  public Result collect() throws IOException {
    lock.lock();
    try {
      // Files that come later are not looked at. What is pinned from here on, or let go, is kept.
      long[] files = files();
      blobs.pins().beginCollection();
      try {
        return collect(files, referenced(files));
      } finally {
        blobs.pins().endCollection();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The beginnings of all ids that there are files of, in order: eight bytes a file. */
  private long[] files() throws IOException {
    LongList list = new LongList();
    blobs.folder().forEach(id -> list.add(beginning(id)));
    long[] files = Arrays.copyOf(list.numbers, list.size);
    Arrays.sort(files);
    return files;
  }

  private static final class LongList {
    private long[] numbers = new long[FIRST_IDS];
    private int size;

    void add(long number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = number;
    }
  }

  /** Two files whose ids begin alike would be kept both, as long as either is referred to. */
  private static long beginning(String id) {
    return Long.parseUnsignedLong(id, 0, 16, 16);
  }

  private BitSet referenced(long[] files) {
    BitSet referenced = new BitSet(files.length);
    references.forEach(
        id -> {
          long beginning = beginning(id);
          int at = Arrays.binarySearch(files, beginning);
          if (at >= 0) {
            int from = at;
            while (from > 0 && files[from - 1] == beginning) {
              from--;
            }
            while (at < files.length && files[at] == beginning) {
              at++;
            }
            referenced.set(from, at);
          }
        });
    return referenced;
  }

  private Result collect(long[] files, BitSet referenced) throws IOException {
    Instant now = clock.instant();
    Map<Long, Instant> before = unreferenced;
    Map<Long, Instant> still = new HashMap<>();
    for (int at = referenced.nextClearBit(0); at < files.length; ) {
      still.put(files[at], before.getOrDefault(files[at], now));
      at = referenced.nextClearBit(at + 1);
    }
    int[] deleted = new int[1];
    if (!still.isEmpty()) {
      Instant due = now.minus(grace);
      blobs
          .folder()
          .forEach(
              id -> {
                Long beginning = beginning(id);
                Instant since = still.get(beginning);
                if (since != null && before.containsKey(beginning) && !since.isAfter(due)) {
                  if (blobs.pins().delete(id, () -> blobs.folder().delete(id))) {
                    deleted[0]++;
                  }
                  still.remove(beginning);
                }
              });
    }
    unreferenced = still;
    return new Result(deleted[0], still.size(), referenced.cardinality());
  }
}
