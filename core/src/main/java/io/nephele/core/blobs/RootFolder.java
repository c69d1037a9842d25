package io.nephele.core.blobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;

/** Where the files of blobs are: a folder that stays, or one that ends with the process. */
final class RootFolder {
  private static final String PREFIX = "nephele-blobs-";

  private final ReentrantLock lock = new ReentrantLock();
  private final boolean temporary;
  private final String refusal;
  private volatile Path path;

  private RootFolder(Path path, boolean temporary, String refusal) {
    this.path = path;
    this.temporary = temporary;
    this.refusal = refusal;
  }

  static RootFolder lasting(Path path) {
    return new RootFolder(path, false, null);
  }

  /** None, for that reason. */
  static RootFolder nowhere(String reason) {
    return new RootFolder(null, false, reason);
  }

  /** A folder that is made when it is first needed. */
  static RootFolder temporary() {
    return new RootFolder(null, true, null);
  }

  /** Whether there may be anything in it. */
  boolean isThere() {
    return path != null && Files.isDirectory(path);
  }

  Path path() throws IOException {
    Path known = path;
    if (known != null) {
      return known;
    }
    if (refusal != null) {
      throw new IOException(refusal);
    }
    lock.lock();
    try {
      if (path == null) {
        Path made = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
        deleteLeft(made.getParent());
        path = made;
      }
      return path;
    } finally {
      lock.unlock();
    }
  }

  /** Deletes what killed processes left. */
  private static void deleteLeft(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*-*")) {
      for (Path each : left) {
        String name = each.getFileName().toString();
        String pid = name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length()));
        if (pid.matches("\\d{1,18}")
            && ProcessHandle.of(Long.parseLong(pid)).isEmpty()
            && Files.isWritable(each)) {
          deleteAll(each);
        }
      }
    }
  }

  /** Deletes it if it was to end with the process. */
  void close() throws IOException {
    if (temporary && path != null) {
      deleteAll(path);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, IOException failure)
              throws IOException {
            Files.deleteIfExists(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
