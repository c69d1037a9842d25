package io.nephele.services.s3.select;

/** How many bytes a query has read and told. */
final class SelectCount {
  private CountingStream scanned;
  private CountingStream processed;
  private long returned;

  void of(CountingStream read, CountingStream plain) {
    this.scanned = read;
    this.processed = plain;
  }

  void addReturned(long bytes) {
    returned += bytes;
  }

  /** Bytes of the object. */
  long scanned() {
    return scanned.count();
  }

  /** Bytes after they were unpacked. */
  long processed() {
    return processed.count();
  }

  long returned() {
    return returned;
  }
}
