package io.nephele.core.worlds;

/**
 * What a file may make us read and keep.
 *
 * @param totalBytes bytes of the whole when it is no longer compressed
 * @param keyBytes bytes of a key
 * @param valueBytes bytes of a row's value
 */
public record ArchiveLimits(long totalBytes, int keyBytes, int valueBytes) {
  /** 64 GiB in all, 64 KiB a key, 64 MiB a value. */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(64L << 30, 64 << 10, 64 << 20);

  /** These limits with another one of the whole. */
  public ArchiveLimits withTotalBytes(long bytes) {
    return new ArchiveLimits(bytes, keyBytes, valueBytes);
  }
}
