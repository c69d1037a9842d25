package io.nephele.core.worlds;

import java.io.IOException;
import java.io.InputStream;

/** The bytes that a world keeps beside its rows, such as those of objects. */
public final class ArchiveBlobs {
  /** Of a world without blobs. */
  public static final Source NONE = sink -> {};

  /** Refuses files with blobs, where there is nowhere to keep them. */
  public static final Sink NOWHERE =
      (id, bytes) -> {
        throw new ArchiveException("The file has blobs, and there is nowhere to keep them");
      };

  private ArchiveBlobs() {}

  /** Gives the blobs of a world. */
  public interface Source {
    /** Gives each blob to the sink, in ascending order of ids (by code point), each id once. */
    void give(Sink sink) throws IOException;
  }

  /** Takes the blobs of a world. */
  public interface Sink {
    /**
     * Takes a blob.
     *
     * @param bytes read up to its end while this is called, not closed
     */
    void take(String id, InputStream bytes) throws IOException;
  }
}
