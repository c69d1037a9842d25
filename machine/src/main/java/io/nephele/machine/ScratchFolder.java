package io.nephele.machine;

import io.nephele.core.logging.LazyLogger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * A folder for files that do not outlast the program, such as unpacked code. It is deleted when it
 * is closed; one that a killed program left is deleted when the next one is opened.
 *
 * <p>Others may not list it, but reach what they know the path of: programs in sandboxes run as
 * other users where they can.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final System.Logger LOG = new LazyLogger(ScratchFolder.class);
  private static final String PREFIX = "nephele-scratch-";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;

  private ScratchFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * A new one in the system's folder for temporary files.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public static ScratchFolder open() {
    return openIn(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
  }

  /**
   * A new one in a folder.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public static ScratchFolder openIn(Path parent) {
    sweep(parent);
    try {
      Path made = Files.createTempDirectory(parent, "nephele-new-");
      // Held as long as this program lives, however it ends: that tells others it is in use.
      FileChannel lock =
          FileChannel.open(
              made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
      String unique = made.getFileName().toString().substring("nephele-new-".length());
      Path folder = Files.move(made, parent.resolve(ownPrefix() + unique));
      return new ScratchFolder(folder, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for temporary files can be made", e);
    }
  }

  /** Its path. */
  public Path path() {
    return folder;
  }

  /**
   * A new folder in it, which others may enter but only this program's user may change.
   *
   * @param prefix the first part of its name
   * @throws UncheckedIOException if it cannot be made
   */
  public Path newFolder(String prefix) {
    try {
      Path made = Files.createTempDirectory(folder, prefix);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("a folder for temporary files cannot be made", e);
    }
  }

  private static void sweep(Path parent) {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : old) {
        if (isLeft(folder)) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Old folders cannot be looked for", e);
    }
  }

  private static String ownPrefix() {
    ProcessHandle own = ProcessHandle.current();
    // A container may give every run the same number.
    long begun = own.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return PREFIX + own.pid() + "-" + begun + "-";
  }

  private static boolean isLeft(Path folder) {
    // Merely closing a file lets go of all locks that this program has on it.
    if (folder.getFileName().toString().startsWith(ownPrefix())) {
      return false;
    }
    Path file = folder.resolve(LOCK);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return false; // another user's
    }
  }

  /** Deletes a folder with all that is in it, following no links. What cannot go stays. */
  public static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> folder + " cannot be deleted", e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    private final Set<Path> opened = new HashSet<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return remove(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // A folder that its owner may not read; the owner is this program's user, or it is root.
      if (failure instanceof AccessDeniedException
          && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
          && opened.add(file)) {
        try {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
          Files.walkFileTree(file, this);
          return FileVisitResult.CONTINUE;
        } catch (IOException e) {
          LOG.log(Level.DEBUG, () -> file + " cannot be opened", e);
        }
      }
      return remove(file);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
      return remove(directory);
    }

    private static FileVisitResult remove(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        if (!(e instanceof NoSuchFileException)) {
          LOG.log(Level.DEBUG, () -> path + " cannot be deleted", e);
        }
      }
      return FileVisitResult.CONTINUE;
    }
  }

  @Override
  public void close() {
    delete(folder);
    try {
      lock.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A lock cannot be let go", e);
    }
  }
}
