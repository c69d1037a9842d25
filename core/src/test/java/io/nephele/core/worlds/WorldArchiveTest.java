package io.nephele.core.worlds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class WorldArchiveTest {
  private static final ArchiveHeader HEADER =
      ArchiveHeader.of("1.2.3", Instant.parse("2026-11-21T18:20:00Z"), "default");

  private final WorldArchive archive = new WorldArchive();

  static byte[] export(Store store) {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try {
      new WorldArchive().exportTo(to, HEADER, store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to.toByteArray();
  }

  private static void put(Store store, Key key, String value) {
    store.write(
        transaction -> {
          transaction.put(key, value.getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private void assertRefused(byte[] file, String message) {
    try (Store store = MvStores.inMemory()) {
      assertThatThrownBy(() -> archive.importInto(store, stream(file)))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining(message);
      assertThat(RandomWorlds.rows(store)).isEmpty();
    }
  }

  @Test
  void anyWorldComesBackAsItWasAndIsWrittenTheSame() throws IOException {
    for (int seed = 0; seed < 25; seed++) {
      try (Store store = MvStores.inMemory();
          Store copy = MvStores.inMemory()) {
        new RandomWorlds(seed).fill(store, seed * 40);
        byte[] file = export(store);
        ArchiveSummary summary = archive.importInto(copy, stream(file));
        Map<String, String> rows = RandomWorlds.rows(store);
        assertThat(RandomWorlds.rows(copy)).isEqualTo(rows);
        assertThat(export(copy)).isEqualTo(file);
        assertThat(summary.rows()).isEqualTo(rows.size());
        assertThat(summary.header()).isEqualTo(HEADER);
        assertThat(archive.verify(stream(file))).isEqualTo(summary);
      }
    }
  }

  @Test
  void theFirstLineTellsWhatTheFileIs() throws IOException {
    try (Store store = MvStores.inMemory()) {
      byte[] file = export(store);
      String text = new String(file, StandardCharsets.ISO_8859_1);
      assertThat(text.substring(0, text.indexOf('\n')))
          .isEqualTo(
              "NEPHELE-WORLD {\"format\":1,\"dataFormat\":2,\"nephele\":\"1.2.3\","
                  + "\"created\":\"2026-11-21T18:20:00Z\",\"world\":\"default\"}");
      assertThat(archive.header(stream(file))).isEqualTo(HEADER);
    }
  }

  @Test
  void isOneStateThoughWritersGoOn() throws IOException {
    try (Store store = MvStores.inMemory();
        Store copy = MvStores.inMemory()) {
      for (int i = 0; i < 100; i++) {
        put(store, Key.of("t").with(i), "before");
      }
      ByteArrayOutputStream to = new ByteArrayOutputStream();
      ArchiveBlobs.Source writerInTheMiddle =
          sink -> {
            Thread writer = Thread.ofVirtual().start(() -> put(store, Key.of("u"), "after"));
            join(writer);
            sink.take("blob", stream(new byte[] {1}));
          };
      store.read(
          reader -> {
            Thread writer = Thread.ofVirtual().start(() -> put(store, Key.of("t").with(7), "x"));
            join(writer);
            try {
              return archive.exportTo(to, HEADER, reader, writerInTheMiddle);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      archive.importInto(copy, (id, bytes) -> {}, stream(to.toByteArray()));
      Map<String, String> rows = RandomWorlds.rows(copy);
      assertThat(rows).hasSize(100);
      String before = RandomWorlds.hex("before".getBytes(StandardCharsets.UTF_8));
      assertThat(rows.values()).containsOnly(before);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void blobsAreStreamedInOrder() throws IOException {
    Map<String, byte[]> blobs = new TreeMap<>();
    blobs.put("a", new byte[0]);
    blobs.put("b", "text".getBytes(StandardCharsets.UTF_8));
    byte[] large = new byte[1_000_003];
    new java.util.Random(1).nextBytes(large);
    blobs.put("c/é", large);
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try (Store store = MvStores.inMemory();
        Store copy = MvStores.inMemory()) {
      put(store, Key.of("t"), "row");
      store.read(reader -> exportWith(blobs, reader, to));
      Map<String, byte[]> read = new TreeMap<>();
      archive.importInto(
          copy, (id, bytes) -> read.put(id, bytes.readAllBytes()), stream(to.toByteArray()));
      assertThat(read).containsOnlyKeys("a", "b", "c/é");
      read.forEach((id, bytes) -> assertThat(bytes).isEqualTo(blobs.get(id)));
      // A sink that reads only a part of a blob does not disturb what follows.
      Map<String, Integer> firstBytes = new TreeMap<>();
      try (Store another = MvStores.inMemory()) {
        archive.importInto(
            another, (id, bytes) -> firstBytes.put(id, bytes.read()), stream(to.toByteArray()));
      }
      assertThat(firstBytes).containsEntry("a", -1).containsEntry("b", (int) 't');
      assertRefused(to.toByteArray(), "nowhere to keep them");
    }
  }

  private Object exportWith(
      Map<String, byte[]> blobs, io.nephele.core.store.Reader reader, ByteArrayOutputStream to) {
    try {
      return archive.exportTo(
          to,
          HEADER,
          reader,
          sink -> {
            for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
              sink.take(blob.getKey(), stream(blob.getValue()));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isImportedIntoAnEmptyStoreOnly() {
    try (Store store = MvStores.inMemory()) {
      put(store, Key.of("t"), "row");
      byte[] file = export(store);
      assertThatThrownBy(() -> archive.importInto(store, stream(file)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(RandomWorlds.rows(store)).hasSize(1);
    }
  }

  @Test
  void whatIsNoWorldIsRefused() {
    assertRefused(new byte[0], "no world");
    assertRefused("hello".getBytes(StandardCharsets.UTF_8), "no world");
    assertRefused("NEPHELE-WORLD {".getBytes(StandardCharsets.UTF_8), "no world");
    assertRefused("NEPHELE-WORLD {}\n".getBytes(StandardCharsets.UTF_8), "first line");
    assertRefused(("NEPHELE-WORLD " + "x".repeat(9999)).getBytes(StandardCharsets.UTF_8), "no");
  }

  @Test
  void newerFormatsAreRefused() {
    try (Store store = MvStores.inMemory()) {
      String newer = new String(export(store), StandardCharsets.ISO_8859_1);
      assertRefused(
          newer.replace("\"format\":1", "\"format\":2").getBytes(StandardCharsets.ISO_8859_1),
          "The file is of format 2 and was written by Nephele 1.2.3;"
              + " this version reads formats up to 1");
      assertRefused(
          newer.replace("Format\":2", "Format\":3").getBytes(StandardCharsets.ISO_8859_1),
          "The world is of data format 3 and was written by Nephele 1.2.3;"
              + " this version reads data formats up to 2");
    }
  }

  private byte[] exportOf(int dataFormat, Store store) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    archive.exportTo(to, new ArchiveHeader(1, dataFormat, "1", Instant.EPOCH, "w"), store);
    return to.toByteArray();
  }

  @Test
  void olderDataIsBroughtUpToDateStepByStep() throws IOException {
    DataMigration first = store -> put(store, Key.of("t").with("steps"), text(store) + " to 2");
    DataMigration second = store -> put(store, Key.of("t").with("steps"), text(store) + " to 3");
    WorldArchive later = new WorldArchive(ArchiveLimits.DEFAULT, List.of(first, second));
    try (Store store = MvStores.inMemory();
        Store fromFirst = MvStores.inMemory();
        Store fromSecond = MvStores.inMemory()) {
      put(store, Key.of("t").with("steps"), "from");
      later.importInto(fromFirst, stream(exportOf(1, store)));
      assertThat(text(fromFirst)).isEqualTo("from to 2 to 3");
      later.importInto(fromSecond, stream(exportOf(2, store)));
      assertThat(text(fromSecond)).isEqualTo("from to 3");
      assertRefused(exportOf(3, store), "data format 3");
    }
  }

  @Test
  void aMigrationThatFailsLeavesNothing() throws IOException {
    DataMigration failing =
        store -> {
          throw new IllegalStateException("no");
        };
    WorldArchive later = new WorldArchive(ArchiveLimits.DEFAULT, List.of(failing));
    try (Store store = MvStores.inMemory();
        Store target = MvStores.inMemory()) {
      put(store, Key.of("t"), "row");
      assertThatThrownBy(() -> later.importInto(target, stream(exportOf(1, store))))
          .isInstanceOf(IllegalStateException.class);
      assertThat(RandomWorlds.rows(target)).isEmpty();
    }
  }

  private static String text(Store store) {
    byte[] value = store.read(reader -> reader.get(Key.of("t").with("steps")));
    return new String(value, StandardCharsets.UTF_8);
  }

  @Test
  void everyBitAndEveryByteCounts() {
    try (Store store = MvStores.inMemory()) {
      new RandomWorlds(1).fill(store, 12);
      byte[] file = export(store);
      for (int length = 0; length < file.length; length += 1 + length / 50) {
        assertRefused(Arrays.copyOf(file, length), length < 15 ? "no world" : "");
      }
      assertRefused(Arrays.copyOf(file, file.length - 1), "too early");
      assertRefused(Arrays.copyOf(file, file.length + 1), "something follows its end");
      for (int at = 0; at < file.length; at += 1 + at / 100) {
        byte[] broken = file.clone();
        broken[at] ^= (byte) (1 << at % 8);
        assertRefused(broken, "");
      }
    }
  }

  @Test
  void bytesThatAreDeflatedAnewAreNotBelievedEither() throws IOException {
    try (Store store = MvStores.inMemory()) {
      new RandomWorlds(2).fill(store, 10);
      byte[] file = export(store);
      byte[] content = inflate(file);
      for (int at = 0; at < content.length; at += 1 + at / 200) {
        for (int bit = 0; bit < 8; bit += 3) {
          byte[] broken = content.clone();
          broken[at] ^= (byte) (1 << bit);
          assertRefused(deflate(broken), "");
        }
      }
    }
  }

  /** A file with a right checksum may hold any rows, but only such as a store can hold. */
  @Test
  void forgedFilesAreHarmless() throws Exception {
    Random random = new Random(8);
    int imported = 0;
    try (Store store = MvStores.inMemory()) {
      new RandomWorlds(3).fill(store, 30);
      byte[] content = inflate(export(store));
      for (int i = 0; i < 1000; i++) {
        byte[] forged = Arrays.copyOf(content, content.length - Sha256.LENGTH);
        for (int n = random.nextInt(3); n >= 0; n--) {
          forged[random.nextInt(forged.length)] = (byte) random.nextInt(256);
        }
        MessageDigest digest = Sha256.begin();
        digest.update(HEADER.toLine());
        byte[] sha256 = digest.digest(forged);
        byte[] whole = Arrays.copyOf(forged, content.length);
        System.arraycopy(sha256, 0, whole, forged.length, sha256.length);
        imported += isImported(deflate(whole)) ? 1 : 0;
      }
    }
    assertThat(imported).isBetween(30, 970);
  }

  private boolean isImported(byte[] file) throws IOException {
    try (Store store = MvStores.inMemory()) {
      try {
        archive.importInto(store, stream(file));
      } catch (ArchiveException e) {
        assertThat(RandomWorlds.rows(store)).isEmpty();
        return false;
      }
      List<String> tables = store.read(Table::names);
      assertThat(tables).isSorted().doesNotHaveDuplicates();
      assertThat(archive.verify(stream(export(store))).rows()).isPositive();
      return true;
    }
  }

  @Test
  void lengthsAreBounded() throws IOException {
    // A value of 2^62 bytes, a key longer than allowed, a value as long as allowed and not there.
    assertRefused(deflate(new byte[] {1, 1, 2, 2, 0, -1, -1, -1, -1, -1, -1, -1, -1, 63}), "large");
    assertRefused(deflate(new byte[] {1, 1, -1, -1, -1, 1}), "too large");
    assertRefused(deflate(new byte[] {1, 1, 2, 2, 0, -128, -128, -128, 32}), "too early");
    assertRefused(deflate(new byte[] {1, 9, 0, 0}), "no beginning");
    assertRefused(deflate(new byte[] {1, 1, 1, 99, 0}), "malformed");
    assertRefused(deflate(new byte[] {1, 1, 2, 2, 0, 0, 3, 0, 0}), "out of order");
    assertRefused(deflate(new byte[] {1, 1, 0, 0}), "malformed"); // a key of no parts
    assertRefused(deflate(new byte[] {1, 1, 1, 0x14, 0}), "malformed"); // one of a number only
    assertRefused(deflate(new byte[] {2}), "where it belongs");
  }

  @Test
  void bombsAreRefused() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(HEADER.toLine());
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      deflated.write(new byte[] {1, 1, 2, 2, 0, -128, -128, -128, 32}); // 64 MiB
      for (int i = 0; i < 64; i++) {
        deflated.write(zeros);
      }
    }
    WorldArchive small = new WorldArchive(ArchiveLimits.DEFAULT.withTotalBytes(1 << 20));
    try (Store store = MvStores.inMemory()) {
      assertThatThrownBy(() -> small.importInto(store, stream(bomb.toByteArray())))
          .isInstanceOf(ArchiveException.class)
          .hasMessage("The world is larger than the 1048576 bytes that may be imported");
    }
  }

  @Test
  void aFailedImportLeavesNothing() {
    try (Store store = MvStores.inMemory();
        Store target = MvStores.inMemory()) {
      store.write(
          transaction -> {
            for (int i = 0; i < 25_000; i++) {
              transaction.put(Key.of("t").with(i), new byte[100]);
            }
            return null;
          });
      byte[] file = export(store);
      byte[] broken = Arrays.copyOf(file, file.length - 2);
      assertThatThrownBy(() -> archive.importInto(target, stream(broken)))
          .isInstanceOf(ArchiveException.class);
      assertThat(target.<Boolean>read(reader -> reader.scan(KeyRange.ALL).hasNext())).isFalse();
    }
  }

  private static byte[] inflate(byte[] file) throws IOException {
    ByteArrayInputStream from = new ByteArrayInputStream(file);
    while (from.read() != '\n') {
      // the first line
    }
    return new java.util.zip.InflaterInputStream(from).readAllBytes();
  }

  private static byte[] deflate(byte[] content) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(HEADER.toLine());
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(file)) {
      deflated.write(content);
    }
    return file.toByteArray();
  }
}
