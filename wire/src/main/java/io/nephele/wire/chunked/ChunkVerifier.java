package io.nephele.wire.chunked;

/**
 * Checks the signatures in a body of signed chunks. Its methods throw the error that AWS answers,
 * for example {@code SignatureDoesNotMatch}.
 */
public interface ChunkVerifier {
  /** Accepts everything. */
  ChunkVerifier NONE = new ChunkVerifier() {};

  /** A chunk begins; its signature is null in bodies whose chunks are not signed. */
  default void begin(String signature) {}

  /** Bytes of the chunk. */
  default void data(byte[] bytes, int offset, int length) {}

  /** The chunk ends; the last one has no bytes. */
  default void end() {}

  /**
   * The trailers.
   *
   * @param canonical name, colon, value and line feed of each, in the order in which they came
   * @param signature their signature, or null where they are not signed
   */
  default void trailers(String canonical, String signature) {}
}
