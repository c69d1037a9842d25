package io.nephele.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeyTest {
  private static final Key PLACE = Key.of("kms.materials").with("000000000000").with("a");
  private static final byte[] VALUE = "the secret of the row".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  private static RootKey key(int fill) {
    byte[] bytes = new byte[RootKey.BYTES];
    Arrays.fill(bytes, (byte) fill);
    return RootKey.given(bytes);
  }

  @Test
  void whatIsSealedIsOpenedInItsPlaceAlone() {
    RootKey key = key(1);
    byte[] sealed = key.seal(PLACE, VALUE);
    assertThat(RootKey.isSealed(sealed)).isTrue();
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(key.open(PLACE, sealed)).isEqualTo(VALUE);
    assertThatThrownBy(() -> key.open(PLACE.with("b"), sealed))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("moved from elsewhere");
  }

  @Test
  void everyChangedBitIsNoticed() {
    RootKey key = key(1);
    byte[] sealed = key.seal(PLACE, VALUE);
    for (int bit = 4 * 8; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> key.open(PLACE, changed)).isInstanceOf(AwsException.class);
    }
  }

  @Test
  void theSameRowLooksTheSameAndOthersDiffer() {
    assertThat(key(1).seal(PLACE, VALUE)).isEqualTo(key(1).seal(PLACE, VALUE));
    assertThat(nonce(key(1).seal(PLACE, VALUE)))
        .isNotEqualTo(nonce(key(1).seal(PLACE, new byte[] {1})))
        .isNotEqualTo(nonce(key(1).seal(PLACE.with("b"), VALUE)))
        .isNotEqualTo(nonce(key(2).seal(PLACE, VALUE)));
  }

  private static byte[] nonce(byte[] sealed) {
    return Arrays.copyOfRange(sealed, 12, 24);
  }

  @Test
  void anotherKeyIsToldApartFromDamage() {
    byte[] sealed = key(1).seal(PLACE, VALUE);
    assertThatThrownBy(() -> key(2).open(PLACE, sealed))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("NEPHELE_ROOT_KEY")
        .extracting(e -> ((AwsException) e).code())
        .isEqualTo(RootKey.UNREADABLE);
  }

  @Test
  void aFolderGetsItsKeyWhenOneIsNeeded() throws IOException {
    RootKey key = RootKey.in(folder);
    Path file = folder.resolve("root.key");
    assertThat(key.open(PLACE, VALUE)).isSameAs(VALUE);
    assertThat(file).doesNotExist();
    byte[] sealed = key.seal(PLACE, VALUE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(RootKey.in(folder).open(PLACE, sealed)).isEqualTo(VALUE);
    assertThat(RootKey.given(RootKey.parse(Files.readString(file))).open(PLACE, sealed))
        .isEqualTo(VALUE);

    Files.delete(file);
    RootKey lost = RootKey.in(folder);
    assertThatThrownBy(() -> lost.open(PLACE, sealed)).hasMessageContaining("root.key");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatIsNoKeyIsLeftAlone() throws IOException {
    for (String text : new String[] {"", "no", "AAAA", "A".repeat(1000)}) {
      Files.writeString(folder.resolve("root.key"), text);
      assertThatThrownBy(() -> RootKey.in(folder).seal(PLACE, VALUE))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is not a root key");
      assertThat(folder.resolve("root.key")).hasContent(text);
    }
  }

  @Test
  void textsOfKeysAreBase64OfThirtyTwoBytes() {
    String text = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(RootKey.parse(" " + text + "\n")).isEqualTo(new byte[32]);
    for (String wrong : new String[] {"", "?", text.substring(4), text + text}) {
      assertThatThrownBy(() -> RootKey.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void withoutAKeyRowsStayAsTheyAre() {
    RootKey none = RootKey.none("There is none.");
    assertThat(none.seal(PLACE, VALUE)).isSameAs(VALUE);
    assertThatThrownBy(none::require).hasMessageEndingWith("There is none.");
    assertThatThrownBy(() -> none.open(PLACE, key(1).seal(PLACE, VALUE)))
        .hasMessageEndingWith("There is none.");
  }

  private record Row(String name) {}

  @Test
  void tablesSealTheirRowsAndReadThoseThatEarlyBuildsLeft() {
    Key place = Key.of("a");
    Table<Row> clear = Table.of("t.rows", Row.class);
    Table<Row> sealed = Table.sealed("t.rows", Row.class, key(1));
    try (Store store = MvStores.inMemory()) {
      store.write(
          transaction -> {
            clear.put(transaction, place, new Row("early"));
            sealed.put(transaction, Key.of("b"), new Row("late"));
            return null;
          });
      store.read(
          reader -> {
            assertThat(sealed.get(reader, place).name()).isEqualTo("early");
            assertThat(sealed.get(reader, Key.of("b")).name()).isEqualTo("late");
            assertThat(RootKey.isSealed(reader.get(sealed.storeKey(Key.of("b"))))).isTrue();
            assertThat((Iterable<Table.Row<Row>>) sealed.scan(reader, Key.EMPTY))
                .extracting(row -> row.value().name())
                .containsExactly("early", "late");
            return null;
          });
    }
  }
}
