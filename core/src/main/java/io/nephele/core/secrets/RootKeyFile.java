package io.nephele.core.secrets;

import io.nephele.core.ids.Ids;
import io.nephele.core.store.StoreException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;

/** The file {@code root.key} of a data folder: 32 bytes in base64, for its owner's eyes alone. */
final class RootKeyFile {
  private static final String NAME = "root.key";
  private static final int MAX_BYTES = 256;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;

  RootKeyFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /** The key; null if there is none and none is to be made. */
  byte[] key(boolean make) {
    try {
      byte[] known = read();
      return known == null && make ? make() : known;
    } catch (IOException e) {
      throw new StoreException("The root key " + file + " cannot be read or kept", e);
    }
  }

  private byte[] read() throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new StoreException(file + " is not a root key", null);
      }
      return RootKey.parse(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new StoreException(file + " is not a root key: 32 bytes in base64", e);
    }
  }

  /** It is on the disk before anything is encrypted under it. */
  private byte[] make() throws IOException {
    byte[] key = Ids.random().secretBytes(RootKey.BYTES);
    Path next = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(next);
    try {
      Files.createFile(next, OWNER);
    } catch (UnsupportedOperationException e) {
      Files.createFile(next); // no POSIX: the folder's own protection has to do
    }
    try (FileOutputStream out = new FileOutputStream(next.toFile())) {
      String text = Base64.getEncoder().encodeToString(key) + "\n";
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.getFD().sync();
    }
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    return key;
  }
}
