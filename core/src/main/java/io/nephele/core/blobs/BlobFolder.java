package io.nephele.core.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The files of blobs. A file gets its name when it is complete: whatever has a blob's name has its
 * content. Those that are still being written are in a folder of their own, which is emptied when
 * the next process begins to write.
 *
 * <pre>
 * incoming/17        being written
 * 4e/07408562bed...  the blob 4e07408562bed...
 * </pre>
 */
final class BlobFolder {
  /** The letters of an id that name the folder it is in. */
  private static final int SHARD = 2;

  private static final String INCOMING = "incoming";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{32}");

  private final RootFolder root;
  private final boolean durable;
  private final Consumer<String> step;
  private final AtomicLong incoming = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean prepared;

  /**
   * A folder, which is looked at when it is first needed.
   *
   * @param durable whether files are to survive that the machine stops
   * @param step told after each change of files, so that tests can stop there
   */
  BlobFolder(RootFolder root, boolean durable, Consumer<String> step) {
    this.root = root;
    this.durable = durable;
    this.step = step;
  }

  /** Whether a text can be the id of a blob. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** A new, empty file to write to. */
  Path create() throws IOException {
    prepare();
    Path file = root.path().resolve(INCOMING).resolve(Long.toString(incoming.incrementAndGet()));
    Files.createFile(file);
    step.accept("created");
    return file;
  }

  private void prepare() throws IOException {
    if (prepared) {
      return;
    }
    lock.lock();
    try {
      if (!prepared) {
        Path folder = root.path().resolve(INCOMING);
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
          for (Path file : left) {
            Files.deleteIfExists(file);
          }
        }
        prepared = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has what was written survive that the machine stops, if anything is to. */
  void sync(FileChannel written) throws IOException {
    step.accept("written");
    if (durable) {
      written.force(true);
    }
  }

  /** Makes a complete file that of a blob, unless the blob is there. */
  void keep(Path file, String id, long length) throws IOException {
    Path target = file(id);
    if (!isThere(target, length)) {
      Path shard = target.getParent();
      boolean fresh = !Files.isDirectory(shard);
      Files.createDirectories(shard);
      step.accept("shard");
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      step.accept("moved");
      if (fresh) {
        syncFolder(root.path());
      }
    }
    // Of one that is there, too: whoever put it there may not have come to this.
    syncFolder(target.getParent());
  }

  private static boolean isThere(Path file, long length) throws IOException {
    try {
      return Files.size(file) == length;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void syncFolder(Path folder) throws IOException {
    if (durable) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  Path file(String id) throws IOException {
    if (!isId(id)) {
      throw new IllegalArgumentException("not the id of a blob: " + id);
    }
    return root.path().resolve(id.substring(0, SHARD)).resolve(id.substring(SHARD));
  }

  /** Deletes a blob's file; readers that have it open read on. */
  void delete(String id) throws IOException {
    Files.deleteIfExists(file(id));
    step.accept("deleted");
  }

  /** Deletes a file that did not become a blob's. */
  void discard(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      step.accept("discarded");
    }
  }

  /** Hands on the ids of all blobs that there are files of, in no order. */
  void forEach(IdConsumer to) throws IOException {
    if (!root.isThere()) {
      return;
    }
    try (DirectoryStream<Path> shards = Files.newDirectoryStream(root.path())) {
      for (Path shard : shards) {
        String first = shard.getFileName().toString();
        if (first.length() == SHARD && Files.isDirectory(shard)) {
          try (DirectoryStream<Path> files = Files.newDirectoryStream(shard)) {
            for (Path file : files) {
              String id = first + file.getFileName();
              if (isId(id)) {
                to.accept(id);
              }
            }
          }
        }
      }
    }
  }

  /** Takes an id. */
  interface IdConsumer {
    void accept(String id) throws IOException;
  }
}
