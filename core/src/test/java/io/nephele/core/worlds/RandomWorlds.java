package io.nephele.core.worlds;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Store;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Worlds of random rows: all kinds of keys, records and values that are none. */
public final class RandomWorlds {
  private static final RecordCodec<Thing> THINGS = RecordCodec.of(Thing.class);
  private static final List<String> TABLES =
      List.of("sqs.queues", "sqs.messages", "iam.users", "timers.byDue", "plain");
  private static final List<String> ACCOUNTS = List.of("000000000000", "111111111111");
  private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1");

  /** A record as services store them. */
  record Thing(String name, int size, Instant at, List<String> words, Map<String, String> tags) {}

  private final Random random;

  /** Worlds that are the same for the same seed. */
  public RandomWorlds(long seed) {
    this.random = new Random(seed);
  }

  /** Puts about so many rows into a store. */
  public void fill(Store store, int rows) {
    store.write(
        transaction -> {
          for (int i = 0; i < rows; i++) {
            transaction.put(key(), value());
          }
          return null;
        });
  }

  /** Changes, removes and adds rows of a store. */
  public void change(Store store, int changes) {
    store.write(
        transaction -> {
          for (int i = 0; i < changes; i++) {
            Key key = key();
            if (random.nextInt(3) == 0) {
              transaction.deletePrefix(key);
            } else {
              transaction.put(key, value());
            }
          }
          return null;
        });
  }

  private Key key() {
    Key key = Key.of(TABLES.get(random.nextInt(TABLES.size())));
    if (random.nextInt(8) > 0) {
      key = key.with(ACCOUNTS.get(random.nextInt(2)));
    }
    if (random.nextBoolean()) {
      key = key.with(REGIONS.get(random.nextInt(2)));
    }
    for (int parts = random.nextInt(3); parts >= 0; parts--) {
      key =
          switch (random.nextInt(4)) {
            case 0 -> key.with("n" + random.nextInt(50));
            case 1 -> key.with(random.nextInt(100) - 50L);
            case 2 -> key.with(Bytes.of(new byte[] {0, (byte) random.nextInt(4)}));
            default -> key.with(Instant.ofEpochSecond(1_700_000_000L + random.nextInt(20)));
          };
    }
    return key;
  }

  private byte[] value() {
    byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 200_000 : 40)];
    random.nextBytes(bytes);
    return random.nextInt(3) == 0
        ? bytes
        : THINGS.encode(
            new Thing(
                "thing " + random.nextInt(5),
                random.nextInt(3),
                Instant.ofEpochSecond(1_700_000_000L + random.nextInt(3), random.nextInt(3)),
                random.ints(random.nextInt(4), 0, 4).mapToObj(n -> "w" + n).toList(),
                random.nextBoolean() ? Map.of() : Map.of("tag", "t" + random.nextInt(3))));
  }

  /** All rows of a store, by their keys, both in hexadecimal. */
  public static Map<String, String> rows(Store store) {
    return store.read(
        reader -> {
          Map<String, String> rows = new TreeMap<>();
          for (Entry entry : reader.scan(KeyRange.ALL)) {
            rows.put(hex(entry.key().encoded()), hex(entry.value()));
          }
          return rows;
        });
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
