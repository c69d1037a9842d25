package io.nephele.services.lambda.environments;

import io.nephele.machine.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Puts layers together to one folder, once for each combination. Files are links, not copies. */
final class LayerFolders {
  private final ScratchFolder scratch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<List<Path>, Path> known = new HashMap<>();

  LayerFolders(ScratchFolder scratch) {
    this.scratch = scratch;
  }

  /** What /opt is with those layers, or null without. */
  Path merged(List<Path> layers) {
    if (layers.isEmpty()) {
      return null;
    }
    if (layers.size() == 1) {
      return layers.getFirst();
    }
    lock.lock();
    try {
      Path folder = known.get(layers);
      if (folder == null) {
        folder = scratch.newFolder("layers-");
        for (Path layer : layers) {
          Files.walkFileTree(layer, new Merging(layer, folder));
        }
        known.put(List.copyOf(layers), folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("layers cannot be put together", e);
    } finally {
      lock.unlock();
    }
  }

  private static final class Merging extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Merging(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Path target = to.resolve(from.relativize(folder).toString());
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(target);
        Files.createDirectory(target);
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(folder));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        ScratchFolder.delete(target);
      }
      Files.deleteIfExists(target);
      try {
        if (attributes.isSymbolicLink()) {
          Files.createSymbolicLink(target, Files.readSymbolicLink(file));
        } else {
          Files.createLink(target, file);
        }
      } catch (IOException | UnsupportedOperationException e) {
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
