package io.nephele.stores.rocks;

import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreFullException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Refuses writes before the disk is full, since RocksDB needs room to tidy up, and takes seconds to
 * recover where it finds none. What is free is asked for once for some hundred kilobytes; while
 * writes are refused, for every one. Not safe for threads.
 */
final class DiskSpace {
  /** Room for what RocksDB has in memory, and for merging files. */
  static final long KEPT_FREE = 64L << 20;

  private static final long ASKED_EVERY = 512 << 10;

  private final Path folder;
  private final long keptFree;
  private final FileStore disk;
  private long sinceAsked = ASKED_EVERY;

  /**
   * The disk of a folder.
   *
   * @param keptFree how many bytes must stay free
   */
  DiskSpace(Path folder, long keptFree) {
    this.folder = folder;
    this.keptFree = keptFree;
    try {
      this.disk = Files.getFileStore(folder);
    } catch (IOException e) {
      throw new StoreException("The disk of " + folder + " cannot be asked", e);
    }
  }

  /**
   * Something is about to be written.
   *
   * @throws StoreFullException if there is too little room
   */
  void require() {
    if (sinceAsked < ASKED_EVERY) {
      return;
    }
    long free = free();
    if (free < keptFree) {
      throw new StoreFullException(
          "The disk of "
              + folder
              + " is full: "
              + (free >> 20)
              + " MB are free, and "
              + (keptFree >> 20)
              + " MB must stay so",
          null);
    }
    sinceAsked = 0;
  }

  /** Whether there is room to work. */
  boolean isEnough() {
    return free() >= keptFree;
  }

  private long free() {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // then writing will tell
    }
  }

  /** So many bytes were written. */
  void wrote(long bytes) {
    sinceAsked += bytes;
  }

  /** A write has failed: what is free is to be asked before the next. */
  void failed() {
    sinceAsked = ASKED_EVERY;
  }
}
