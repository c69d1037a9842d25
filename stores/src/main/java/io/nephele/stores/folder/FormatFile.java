package io.nephele.stores.folder;

import io.nephele.core.store.StoreException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that says which format a data folder has. */
final class FormatFile {
  /** The format of folders that have no such file, as early builds wrote them. */
  static final int FIRST = 1;

  private static final String NAME = "format";
  private static final String BEGINNING = "nephele data format ";
  private static final int MAX_BYTES = 64;

  private final Path file;

  FormatFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  int read() {
    String text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unreadable(null);
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (NoSuchFileException e) {
      return FIRST;
    } catch (IOException e) {
      throw new StoreException(file + " cannot be read", e);
    }
    if (!text.startsWith(BEGINNING)) {
      throw unreadable(null);
    }
    try {
      int number = Integer.parseInt(text.substring(BEGINNING.length()));
      if (number < FIRST) {
        throw unreadable(null);
      }
      return number;
    } catch (NumberFormatException e) {
      throw unreadable(e);
    }
  }

  private StoreException unreadable(Throwable cause) {
    return new StoreException(file + " does not say a format of Nephele's data", cause);
  }

  /** Replaces the file at once, and brings it to the disk. */
  void write(int number) {
    Path next = file.resolveSibling(NAME + ".new");
    try {
      // Not a channel, which would be closed if this thread were interrupted.
      try (FileOutputStream out = new FileOutputStream(next.toFile())) {
        write(out, number);
        out.getFD().sync();
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException(file + " cannot be written", e);
    }
  }

  private static void write(OutputStream out, int number) throws IOException {
    out.write((BEGINNING + number + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
