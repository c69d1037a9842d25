package io.nephele.core.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LongsCodec;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorldDiffTest {
  private static final Key HERE = Key.of("000000000000").with("eu-west-1");

  /** Stands for a queue. */
  record Queue(String name, long createdAt, Map<String, String> attributes, List<String> tags) {}

  /** Stands for what has a codec of its own. */
  record Tally(long messages, long received) {
    static final LongsCodec<Tally> CODEC =
        new LongsCodec<>(2, t -> new long[] {t.messages, t.received}, n -> new Tally(n[0], n[1]));
  }

  private final Table<Queue> queues = Table.of("sqs.queues", Queue.class);
  private final Table<Tally> tallies = Table.of("sqs.tallies", Tally.CODEC);

  /** Two worlds, which begin empty. */
  private record Pair(Store before, Store after) implements AutoCloseable {
    Pair() {
      this(MvStores.inMemory(), MvStores.inMemory());
    }

    DiffSummary compare(DiffOptions options, DiffReport report) {
      WorldDiff diff = new WorldDiff(options, WorldDiffTest::describe);
      return before.read(
          a ->
              after.read(
                  b -> {
                    try {
                      return diff.compare(a, b, report);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }

    String text(DiffOptions options) {
      StringBuilder text = new StringBuilder();
      compare(options, new DiffText(text, "default", "fork"));
      return text.toString();
    }

    Object json(DiffOptions options) throws IOException {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
        compare(options, new DiffJson(json, "default", "fork"));
      }
      return JsonText.parse(text.toString());
    }

    @Override
    public void close() {
      before.close();
      after.close();
    }
  }

  private static TableDescription describe(String table) {
    return switch (table) {
      case "sqs.tallies" ->
          TableDescription.of(Tally.CODEC)
              .key("queueId")
              .belongingTo(reader -> key -> "arn:of:" + key.reader().nextText());
      case "sqs.line" -> TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }

  private Pair example() {
    Pair pair = new Pair();
    pair.before.write(
        transaction -> {
          queues.put(
              transaction,
              HERE.with("orders"),
              new Queue(
                  "orders", 1, Map.of("VisibilityTimeout", "30"), List.of("a", "b", "c", "d")));
          queues.put(transaction, HERE.with("old"), new Queue("old", 2, Map.of(), List.of()));
          queues.put(transaction, HERE.with("same"), new Queue("same", 2, Map.of(), List.of()));
          tallies.put(transaction, Key.of("000000000000").with(7), new Tally(3, 1));
          transaction.put(Key.of("sqs.line").with("000000000000").with(7), new byte[] {1});
          return null;
        });
    pair.after.write(
        transaction -> {
          queues.put(
              transaction,
              HERE.with("orders"),
              new Queue(
                  "orders", 1, Map.of("VisibilityTimeout", "60"), List.of("b", "c", "x", "d")));
          queues.put(transaction, HERE.with("new one"), new Queue("new", 5, Map.of(), List.of()));
          queues.put(transaction, HERE.with("same"), new Queue("same", 2, Map.of(), List.of()));
          tallies.put(transaction, Key.of("000000000000").with(7), new Tally(4, 1));
          transaction.put(Key.of("timers.byId").with("kind"), new byte[0]);
          transaction.put(Key.of("other.stuff").with("111111111111"), new byte[] {1, -1});
          return null;
        });
    return pair;
  }

  @Test
  void isReadable() {
    try (Pair pair = example()) {
      assertThat(pair.text(DiffOptions.DEFAULT))
          .isEqualTo(
              """
              --- default
              +++ fork

              other.stuff
                + 111111111111
                    "hex:01ff"

              sqs.queues
                + 000000000000 eu-west-1 "new one"
                    name: "new"
                    createdAt: 5
                - 000000000000 eu-west-1 old
                    name: "old"
                    createdAt: 2
                ~ 000000000000 eu-west-1 orders
                    attributes.VisibilityTimeout: "30" -> "60"
                    tags[0]: "a" -> (none)
                    tags[2]: (none) -> "x"

              sqs.tallies
                ~ 000000000000 queueId=7 of arn:of:000000000000
                    messages: 3 -> 4

              other.stuff: 1 added, 0 removed, 0 changed
              sqs.line (internal): 0 added, 1 removed, 0 changed
              sqs.queues: 1 added, 1 removed, 1 changed
              sqs.tallies: 0 added, 0 removed, 1 changed
              timers.byId (internal): 1 added, 0 removed, 0 changed
              not listed, of internal tables: 2 rows
              """);
    }
  }

  @Test
  void isJson() throws IOException {
    try (Pair pair = example()) {
      Map<?, ?> json = (Map<?, ?>) pair.json(DiffOptions.DEFAULT.withLimit(4));
      assertThat(json.get("before")).isEqualTo("default");
      assertThat(json.get("after")).isEqualTo("fork");
      List<?> differences = (List<?>) json.get("differences");
      assertThat(differences).hasSize(4);
      assertThat(JsonText.write(differences.get(1)))
          .isEqualTo(
              "{'change':'added','service':'sqs','table':'queues','account':'000000000000',"
                      .replace('\'', '"')
                  + "'region':'eu-west-1','key':['new one'],'value':{'name':'new','createdAt':5}}"
                      .replace('\'', '"'));
      assertThat(JsonText.write(((Map<?, ?>) differences.get(3)).get("fields")))
          .isEqualTo(
              ("[{'path':'attributes.VisibilityTimeout','before':'30','after':'60'},"
                      + "{'path':'tags[0]','before':'a'},{'path':'tags[2]','after':'x'}]")
                  .replace('\'', '"'));
      assertThat(json.get("unlisted")).isEqualTo(1);
      assertThat(json.get("listed")).isEqualTo(4);
      assertThat(json.get("internal")).isEqualTo(2);
      assertThat(json.get("same")).isEqualTo(false);
      assertThat((List<?>) json.get("summary")).hasSize(5);
    }
  }

  @Test
  void canBeLimitedToAServiceOrAnAccount() {
    try (Pair pair = example()) {
      assertThat(pair.text(DiffOptions.DEFAULT.ofService("other")))
          .contains("other.stuff")
          .doesNotContain("sqs");
      assertThat(pair.text(DiffOptions.DEFAULT.ofAccount("111111111111")))
          .contains("other.stuff: 1 added")
          .doesNotContain("sqs");
      assertThat(pair.text(DiffOptions.DEFAULT.ofAccount("000000000000").ofService("sqs")))
          .contains("sqs.queues: 1 added, 1 removed, 1 changed")
          .doesNotContain("other");
      assertThat(pair.text(DiffOptions.DEFAULT.ofService("nothing"))).contains("no differences");
      assertThat(pair.text(DiffOptions.DEFAULT.ofService("timers"))).contains("  + kind");
      assertThat(pair.text(DiffOptions.DEFAULT.withAll(true)))
          .contains("  + kind")
          .contains("sqs.line\n  - 000000000000 7")
          .doesNotContain("not listed");
    }
  }

  /** What differs, applied to the first world, makes it the second. */
  @Test
  void holdsAllThatDiffers() {
    for (int seed = 0; seed < 30; seed++) {
      try (Pair pair = new Pair()) {
        new RandomWorlds(seed).fill(pair.before, 300);
        new RandomWorlds(seed).fill(pair.after, 300);
        new RandomWorlds(seed + 1000).change(pair.after, seed * 5);
        List<DiffSourceEntry> found = differences(pair);
        pair.before.write(
            transaction -> {
              for (DiffSourceEntry entry : found) {
                assertThat(transaction.get(entry.key)).isEqualTo(entry.before);
                if (entry.after == null) {
                  transaction.delete(entry.key);
                } else {
                  transaction.put(entry.key, entry.after);
                }
              }
              return null;
            });
        assertThat(RandomWorlds.rows(pair.before)).isEqualTo(RandomWorlds.rows(pair.after));
        DiffSummary summary =
            pair.compare(DiffOptions.DEFAULT, new DiffText(new StringBuilder(), "a", "b"));
        assertThat(summary.isSame()).isTrue();
      }
    }
  }

  /** The rows that are reported are those that differ, each once, in order. */
  @Test
  void reportsEachRowOnce() throws IOException {
    for (int seed = 0; seed < 30; seed++) {
      try (Pair pair = new Pair()) {
        new RandomWorlds(seed).fill(pair.before, 200);
        new RandomWorlds(seed).fill(pair.after, 200);
        new RandomWorlds(seed + 1000).change(pair.after, 40);
        List<DiffSourceEntry> found = differences(pair);
        Map<?, ?> json = (Map<?, ?>) pair.json(DiffOptions.DEFAULT.withAll(true));
        assertThat((List<?>) json.get("differences")).hasSameSizeAs(found);
        DiffSummary summary =
            pair.compare(
                DiffOptions.DEFAULT.withAll(true), new DiffText(new StringBuilder(), "a", "b"));
        assertThat(summary.listed()).isEqualTo(found.size());
        assertThat(summary.tables().values().stream().mapToLong(DiffSummary.Counts::total).sum())
            .isEqualTo(found.size());
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by the test
  private record DiffSourceEntry(Key key, byte[] before, byte[] after) {}

  private static List<DiffSourceEntry> differences(Pair pair) {
    return pair.before.read(
        a ->
            pair.after.read(
                b -> {
                  List<DiffSourceEntry> found = new java.util.ArrayList<>();
                  MergeScan scan = new MergeScan(a, b, List.of(KeyRange.ALL).iterator());
                  while (scan.next()) {
                    assertThat(Arrays.equals(scan.before(), scan.after())).isFalse();
                    found.add(new DiffSourceEntry(scan.key(), scan.before(), scan.after()));
                  }
                  return found;
                }));
  }

  @Test
  void ofARowThatOnlyLooksDifferentSaysSo() {
    try (Pair pair = new Pair()) {
      byte[] ab = RecordCodec.of(AB.class).encode(new AB(1, 2));
      byte[] ba = RecordCodec.of(BA.class).encode(new BA(2, 1));
      pair.before.write(transaction -> put(transaction, ab));
      pair.after.write(transaction -> put(transaction, ba));
      assertThat(pair.text(DiffOptions.DEFAULT)).contains("the same in another stored form");
    }
  }

  @Test
  void secretsAreNotTold() {
    byte[] one = RecordCodec.of(Credential.class).encode(new Credential("id", "s3cr3t-1"));
    byte[] two = RecordCodec.of(Credential.class).encode(new Credential("id", "s3cr3t-2"));
    TableDescription described = TableDescription.UNKNOWN.hiding("secret");
    Object before = described.tree(one);
    assertThat(FieldDiff.between(before, described.tree(two)))
        .singleElement()
        .satisfies(change -> assertThat(change.path()).isEqualTo("secret"));
    assertThat(FieldDiff.between(before, described.tree(one.clone()))).isEmpty();
    assertThat(JsonText.write(before)).contains("(secret ").doesNotContain("s3cr3t");
  }

  record Credential(String id, String secret) {}

  private static Void put(io.nephele.core.store.Transaction transaction, byte[] value) {
    transaction.put(Key.of("t.t").with("row"), value);
    return null;
  }

  record AB(int a, int b) {}

  record BA(int b, int a) {}
}
