package io.nephele.core.blobs;

/**
 * A blob that was just written, and that no row may refer to yet. It is not collected before this
 * is closed, which is to be after the transaction that refers to it.
 */
public final class NewBlob implements AutoCloseable {
  private final Blob blob;
  private final Pins pins;
  private boolean closed;

  NewBlob(Blob blob, Pins pins) {
    this.blob = blob;
    this.pins = pins;
  }

  /** The blob, for a row. */
  public Blob blob() {
    return blob;
  }

  /** Leaves it to the rows that refer to it. */
  @Override
  public void close() {
    if (!closed && blob.isFile()) {
      pins.unpin(blob.id());
    }
    closed = true;
  }
}
