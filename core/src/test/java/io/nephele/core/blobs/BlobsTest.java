package io.nephele.core.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.Body;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobsTest {
  @TempDir private Path folder;

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Blob write(Blobs blobs, byte[] bytes) throws IOException {
    try (NewBlob written = blobs.write(new ByteArrayInputStream(bytes))) {
      return written.blob();
    }
  }

  private static byte[] read(Body body) throws IOException {
    try (InputStream in = body.open()) {
      return in.readAllBytes();
    }
  }

  private List<String> files() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isRegularFile)
            .forEach(file -> names.add(folder.relativize(file).toString()));
      }
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16 * 1024, 16 * 1024 + 1, 128 * 1024, 1_000_003})
  void keepsWhatIsWritten(int length) throws IOException {
    Blobs blobs = Blobs.in(folder, true);
    byte[] bytes = bytes(length, 1);
    Blob blob = write(blobs, bytes);
    assertThat(blob.length()).isEqualTo(length);
    assertThat(blob.isFile()).isEqualTo(length > Blobs.MOST_IN_ROW);
    assertThat(files()).hasSize(blob.isFile() ? 1 : 0);
    Body body = blobs.open(blob);
    assertThat(body.length()).isEqualTo(length);
    assertThat(read(body)).isEqualTo(bytes);
    assertThat(read(Blobs.in(folder, false).open(blob))).as("after a restart").isEqualTo(bytes);
  }

  @Test
  void takesNamesThatWritersChoose() throws IOException {
    Blobs blobs = Blobs.in(folder, false);
    String name = "0123456789abcdef".repeat(2);
    byte[] bytes = bytes(100_000, 3);
    try (NewBlob written = blobs.write(new ByteArrayInputStream(bytes), () -> name)) {
      assertThat(written.blob()).isEqualTo(Blob.inFile(name, bytes.length));
      assertThat(read(blobs.open(written.blob()))).isEqualTo(bytes);
    }
    try (NewBlob few = blobs.write(new ByteArrayInputStream(bytes, 0, 10), () -> "unused")) {
      assertThat(few.blob().isFile()).isFalse();
    }
    assertThat(Blobs.isChosen(name)).isTrue();
    assertThat(Blobs.isChosen(write(blobs, bytes).id())).isFalse();
    assertThat(Blobs.isChosen("../0123456789abcdef")).isFalse();
    assertThatThrownBy(
            () -> blobs.write(new ByteArrayInputStream(bytes), () -> "../0123456789abcdef"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(files()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 100_000})
  void givesAnyPart(int length) throws IOException {
    Blobs blobs = Blobs.in(folder, false);
    byte[] bytes = bytes(length, 2);
    Blob blob = write(blobs, bytes);
    for (int[] range : new int[][] {{0, 1}, {10, 500}, {length - 1, 1}, {length, 0}, {0, length}}) {
      Body part = blobs.open(blob, range[0], range[1]);
      assertThat(part.length()).isEqualTo(range[1]);
      assertThat(read(part)).isEqualTo(Arrays.copyOfRange(bytes, range[0], range[0] + range[1]));
    }
    try (InputStream in = blobs.open(blob, 5, 900).open()) {
      assertThat(in.available()).isEqualTo(900);
      assertThat(in.read()).isEqualTo(bytes[5] & 0xff);
      assertThat(in.skip(10)).isEqualTo(10);
      assertThat(in.read()).isEqualTo(bytes[16] & 0xff);
      assertThat(in.skip(10_000)).isEqualTo(900 - 12);
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> blobs.open(blob, 1, length))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> blobs.open(blob, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void equalBytesShareAFile() throws IOException {
    Blobs blobs = Blobs.in(folder, false);
    Blob one = write(blobs, bytes(50_000, 3));
    Blob same = write(blobs, bytes(50_000, 3));
    Blob other = write(blobs, bytes(50_000, 4));
    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
    assertThat(files())
        .containsExactlyInAnyOrder(
            one.id().substring(0, 2) + "/" + one.id().substring(2),
            other.id().substring(0, 2) + "/" + other.id().substring(2));
  }

  @Test
  void leavesNothingOfWhatBreaksOff() throws IOException {
    Blobs blobs = Blobs.in(folder, false);
    InputStream broken =
        new InputStream() {
          private int left = 200_000;

          @Override
          public int read() throws IOException {
            if (left-- == 0) {
              throw new IOException("broke off");
            }
            return 7;
          }

          @Override
          public int read(byte[] to, int at, int count) throws IOException {
            if (count == 0) {
              return 0;
            }
            int next = read(); // else the superclass would hide what is thrown later
            to[at] = (byte) next;
            return 1;
          }
        };
    assertThatThrownBy(() -> blobs.write(broken)).hasMessage("broke off");
    assertThat(files()).isEmpty();
  }

  @Test
  void emptiesWhatAnotherProcessDidNotFinish() throws IOException {
    Path left = folder.resolve("incoming").resolve("1");
    Files.createDirectories(left.getParent());
    Files.write(left, new byte[10]);
    Blob blob = write(Blobs.in(folder, false), bytes(20_000, 5));
    assertThat(files()).containsExactly(blob.id().substring(0, 2) + "/" + blob.id().substring(2));
  }

  @Test
  void readsOnWhenTheFileIsDeleted() throws IOException {
    Blobs blobs = Blobs.in(folder, false);
    byte[] bytes = bytes(300_000, 6);
    Blob blob = write(blobs, bytes);
    Body body = blobs.open(blob);
    blobs.folder().delete(blob.id());
    assertThat(read(body)).isEqualTo(bytes);
    assertThatThrownBy(() -> blobs.open(blob)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void doesNotGiveWhatIsNotWhole() throws IOException {
    Blobs blobs = Blobs.in(folder, false);
    byte[] bytes = bytes(30_000, 7);
    Blob blob = write(blobs, bytes);
    Path file = blobs.folder().file(blob.id());
    Files.write(file, Arrays.copyOf(bytes, 29_999));
    assertThatThrownBy(() -> blobs.open(blob)).isInstanceOf(EOFException.class);
    assertThat(write(blobs, bytes)).as("written again, it is mended").isEqualTo(blob);
    assertThat(read(blobs.open(blob))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "../../../../etc/passwd", "..", "AB"})
  void namesNoFilesButThoseOfBlobs(String id) {
    Blobs blobs = Blobs.in(folder, false);
    assertThatThrownBy(() -> blobs.open(new Blob(1, id, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nowhereIsRoomForWhatIsInRowsOnly() throws IOException {
    Blobs blobs = Blobs.nowhere("no disk here");
    byte[] few = bytes(Blobs.MOST_IN_ROW, 1);
    assertThat(read(blobs.open(write(blobs, few)))).isEqualTo(few);
    assertThatThrownBy(() -> write(blobs, bytes(Blobs.MOST_IN_ROW + 1, 1)))
        .isInstanceOf(IOException.class)
        .hasMessage("no disk here");
    blobs.close();
  }

  @Test
  void temporaryOnesEnd() throws IOException {
    Path root;
    Blob blob;
    try (Blobs blobs = Blobs.temporary()) {
      write(blobs, bytes(10, 8));
      blob = write(blobs, bytes(20_000, 8));
      Path file = blobs.folder().file(blob.id());
      assertThat(file).exists();
      root = file.getParent().getParent();
      assertThat(read(blobs.open(blob))).isEqualTo(bytes(20_000, 8));
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void temporaryOnesOfKilledProcessesAreDeleted() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path left = Files.createTempDirectory("nephele-blobs-" + ended.pid() + "-");
    Files.createDirectories(left.resolve("ab"));
    Files.write(left.resolve("ab").resolve("c"), new byte[3]);
    try (Blobs blobs = Blobs.temporary()) {
      write(blobs, bytes(20_000, 9));
      assertThat(left).doesNotExist();
    }
  }
}
