package io.nephele.machine.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.machine.archives.BadArchiveException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are unpacked, and those that are not. */
class ZipExtractionTest {
  private static final ZipLimits LIMITS = new ZipLimits(100, 1 << 20);
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;

  @TempDir Path temporary;

  /** Writes archives with the kinds and permissions that Unix programs write. */
  private final class Archive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);
    private final ByteBuffer modes = ByteBuffer.allocate(4096);

    Archive add(String name, int mode, byte[] content) throws IOException {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
      modes.putInt(mode);
      return this;
    }

    Archive add(String name, int mode, String content) throws IOException {
      return add(name, mode, content.getBytes(StandardCharsets.UTF_8));
    }

    Path write() throws IOException {
      zip.close();
      ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      modes.flip();
      for (int at = 0; at + 46 < all.limit(); at++) {
        if (all.getInt(at) == 0x02014b50) {
          all.put(at + 5, (byte) 3).putInt(at + 38, modes.getInt() << 16);
        }
      }
      return Files.write(temporary.resolve("archive.zip"), all.array());
    }
  }

  private Path extract(Archive archive) throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("folder"));
    ZipExtraction.extract(archive.write(), folder, LIMITS);
    return folder;
  }

  private void refused(Archive archive, Reason reason) {
    assertThatThrownBy(() -> extract(archive))
        .isInstanceOfSatisfying(
            BadArchiveException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(temporary.resolve("outside")).doesNotExist();
  }

  @Test
  void filesHaveTheirContentAndPermissions() throws Exception {
    Path folder =
        extract(
            new Archive()
                .add("a/b/run", REGULAR | 0755, "program")
                .add("plain", 0, "text")
                .add("lib.so", LINK | 0777, "a/b/run"));

    assertThat(folder.resolve("a/b/run")).hasContent("program").isExecutable();
    assertThat(folder.resolve("plain")).hasContent("text");
    assertThat(Files.isExecutable(folder.resolve("plain"))).isFalse();
    assertThat(folder.resolve("lib.so")).isSymbolicLink().hasContent("program");
  }

  @Test
  void nothingLandsOutside() throws IOException {
    refused(new Archive().add("../outside", REGULAR | 0644, "x"), Reason.OUTSIDE);
  }

  @Test
  void nothingLandsOutsideByBackslashes() throws IOException {
    refused(new Archive().add("a\\..\\..\\outside", REGULAR | 0644, "x"), Reason.OUTSIDE);
  }

  @Test
  void absolutePathsAreInside() throws Exception {
    Path folder = extract(new Archive().add("/etc/x", REGULAR | 0644, "x"));
    assertThat(folder.resolve("etc/x")).hasContent("x");
  }

  @Test
  void linksLeadNowhereOutside() throws IOException {
    refused(new Archive().add("link", LINK | 0777, "../../etc/passwd"), Reason.OUTSIDE);
  }

  @Test
  void absoluteLinksAreRefused() throws IOException {
    refused(new Archive().add("link", LINK | 0777, "/etc/passwd"), Reason.OUTSIDE);
  }

  @Test
  void linksThroughLinksAreRefused() throws IOException {
    refused(
        new Archive().add("d/deep", LINK | 0777, "../e").add("e", LINK | 0777, "d/deep/../../.."),
        Reason.OUTSIDE);
  }

  @Test
  void linksDoNotLeadOutsideByWhereOthersLead() throws IOException {
    refused(
        new Archive().add("s/up", LINK | 0777, "..").add("out", LINK | 0777, "s/up/../x"),
        Reason.OUTSIDE);
  }

  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    Archive archive =
        new Archive().add("d", LINK | 0777, "..").add("d/outside", REGULAR | 0644, "x");
    refused(archive, Reason.OUTSIDE);
  }

  @Test
  void bombsAreCountedWhileTheyUnpack() throws IOException {
    refused(new Archive().add("zeros", REGULAR | 0644, new byte[2 << 20]), Reason.TOO_LARGE);
  }

  @Test
  void entriesAreCounted() throws IOException {
    Archive archive = new Archive();
    for (int i = 0; i < 101; i++) {
      archive.add("f" + i, REGULAR | 0644, "");
    }
    refused(archive, Reason.TOO_MANY_ENTRIES);
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("text"), "no archive");
    assertThatThrownBy(() -> ZipExtraction.extract(file, temporary, LIMITS))
        .isInstanceOf(BadArchiveException.class);
  }
}
