package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Adds up what a folder holds. */
final class FolderSize extends SimpleFileVisitor<Path> {
  /** Files without content take room too. */
  private static final int LEAST = 512;

  private final long limit;
  private long bytes;

  private FolderSize(long limit) {
    this.limit = limit;
  }

  /** Whether the files of a folder have more bytes. */
  static boolean exceeds(Path folder, long bytes) {
    FolderSize size = new FolderSize(bytes);
    try {
      Files.walkFileTree(folder, size);
    } catch (IOException e) {
      return false; // it is changing
    }
    return size.bytes > bytes;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.isRegularFile() ? Math.max(attributes.size(), LEAST) : LEAST;
    return bytes > limit ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    return FileVisitResult.CONTINUE;
  }
}
