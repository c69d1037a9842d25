package io.nephele.services.lambda.invoke;

import io.nephele.core.World;
import io.nephele.machine.ScratchFolder;
import io.nephele.machine.archives.BadArchiveException;
import io.nephele.machine.archives.ZipExtraction;
import io.nephele.machine.archives.ZipLimits;
import io.nephele.services.lambda.code.Packages;
import io.nephele.services.lambda.environments.EnvironmentException;
import io.nephele.services.lambda.state.CodePackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Archives as folders, which environments share and of which some that nobody uses are kept. */
final class CodeFolders implements AutoCloseable {
  private static final int MOST_ENTRIES = 200_000;
  private static final int MOST_UNUSED = 16;

  private final World world;
  private final ReentrantLock lock = new ReentrantLock();

  /** By the hash of the archive, the one whose use began first first; guarded by the lock. */
  private final Map<String, Unpacked> folders = new LinkedHashMap<>();

  private ScratchFolder scratch;

  /** A folder; guarded by its own lock while it is being filled. */
  private static final class Unpacked {
    private final ReentrantLock filling = new ReentrantLock();
    private Path path;
    private int users;
  }

  CodeFolders(World world) {
    this.world = world;
  }

  /** The folder of an archive, which is to be {@link #leave left}. */
  Path use(CodePackage code) {
    Unpacked folder;
    lock.lock();
    try {
      folder = folders.computeIfAbsent(code.sha256(), none -> new Unpacked());
      folder.users++;
    } finally {
      lock.unlock();
    }
    folder.filling.lock();
    try {
      if (folder.path == null) {
        folder.path = unpack(code);
      }
      return folder.path;
    } catch (IOException e) {
      leave(code);
      throw new UncheckedIOException(e);
    } catch (BadArchiveException e) {
      leave(code);
      throw new EnvironmentException("The code cannot be unpacked: " + e.getMessage(), e);
    } finally {
      folder.filling.unlock();
    }
  }

  private Path unpack(CodePackage code) throws IOException, BadArchiveException {
    Path folder = newFolder();
    Path archive = folder.resolveSibling(folder.getFileName() + ".zip");
    try (InputStream in = world.blobs().open(code.blob()).open()) {
      Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      ZipExtraction.extract(archive, folder, new ZipLimits(MOST_ENTRIES, Packages.MOST_UNZIPPED));
    } finally {
      Files.deleteIfExists(archive);
    }
    return folder;
  }

  private Path newFolder() {
    lock.lock();
    try {
      if (scratch == null) {
        scratch = ScratchFolder.open();
      }
      return scratch.newFolder("code-");
    } finally {
      lock.unlock();
    }
  }

  /** Says that one environment less uses an archive's folder. */
  void leave(CodePackage code) {
    lock.lock();
    try {
      Unpacked folder = folders.get(code.sha256());
      if (folder == null || --folder.users > 0) {
        return;
      }
      int unused = 0;
      for (Unpacked each : folders.values()) {
        unused += each.users == 0 ? 1 : 0;
      }
      if (unused > MOST_UNUSED) {
        for (Map.Entry<String, Unpacked> oldest : folders.entrySet()) {
          if (oldest.getValue().users == 0) {
            folders.remove(oldest.getKey());
            if (oldest.getValue().path != null) {
              ScratchFolder.delete(oldest.getValue().path);
            }
            return;
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      folders.clear();
      if (scratch != null) {
        scratch.close();
        scratch = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
