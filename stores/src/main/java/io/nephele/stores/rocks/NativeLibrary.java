package io.nephele.stores.rocks;

import io.nephele.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native code. RocksDB itself would unpack it, 17 MB, into the temporary folder at every
 * start, and leave it there when the process is killed; here it is unpacked once and stays.
 */
final class NativeLibrary {
  /** RocksDB's version, so that another one's library is never taken for its own. */
  static final String VERSION = "11.8.1";

  private NativeLibrary() {}

  /**
   * Loads it, unless this JVM has it already.
   *
   * @param fallback the folder to unpack it in where there is no writable home folder
   */
  static void load(Path fallback) {
    Path folder = folder(fallback);
    Path library = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
    try {
      boolean unpacked = Files.exists(library);
      if (!unpacked) {
        unpack(library);
      }
      try {
        RocksDB.loadLibrary(List.of(folder.toString()));
      } catch (UnsatisfiedLinkError e) {
        if (!unpacked) {
          throw e;
        }
        unpack(library); // what was there may be damaged
        RocksDB.loadLibrary(List.of(folder.toString()));
      }
    } catch (IOException e) {
      throw new StoreException("RocksDB's library cannot be unpacked into " + folder, e);
    } catch (UnsatisfiedLinkError | UnsupportedOperationException e) {
      throw new StoreException(
          "RocksDB's library " + library + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static Path folder(Path fallback) {
    String home = System.getProperty("user.home", "");
    Path user = Path.of(home);
    Path own =
        home.isEmpty() || !user.isAbsolute()
            ? null
            : user.resolve(".nephele/native/rocksdb-" + VERSION);
    if (own != null) {
      try {
        Files.createDirectories(own);
        if (Files.isWritable(own) || Files.exists(own.resolve(libraryName()))) {
          return own;
        }
      } catch (IOException e) {
        // A home folder that cannot be written, as in many containers.
      }
    }
    return fallback.resolve("native-rocksdb-" + VERSION);
  }

  private static String libraryName() {
    return Environment.getJniLibraryFileName("rocksdbjni");
  }

  /** Under another name first: processes that start at once must not load half of it. */
  private static void unpack(Path library) throws IOException {
    Files.createDirectories(library.getParent());
    String resource = "/" + Environment.getJniLibraryFileName("rocksdb");
    Path part = Files.createTempFile(library.getParent(), "unpacking", ".part");
    try (InputStream in = RocksDB.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new UnsatisfiedLinkError("there is none for this machine, " + resource);
      }
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
