package io.nephele.services.s3.bodies;

import io.nephele.core.logging.LazyLogger;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * The plain bytes of an encrypted part from the piece of some number on. A piece that is damaged or
 * missing ends the reading with an error before any of its bytes are seen.
 */
final class OpenedStream extends InputStream {
  private static final LazyLogger LOG = new LazyLogger(OpenedStream.class);

  private final InputStream sealed;
  private final String name;
  private final Sealing sealing;
  private final Cipher cipher;
  private final long lastPiece;
  private final byte[] piece;
  private final byte[] plain;
  private long next;
  private int at;
  private int end;

  /**
   * Reads from a piece on.
   *
   * @param sealed the encrypted bytes from that piece on
   * @param name what is read, for the log
   * @param size the plain bytes of the whole part
   */
  OpenedStream(InputStream sealed, String name, Sealing sealing, long size, long firstPiece) {
    this.sealed = sealed;
    this.name = name;
    this.sealing = sealing;
    this.cipher = Sealing.cipher();
    this.lastPiece = Sealing.pieces(size) - 1;
    this.next = firstPiece;
    int length = (int) Math.min(size, Sealing.PIECE);
    this.piece = new byte[length + sealing.added()];
    this.plain = new byte[length];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end && !open()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(plain, at, to, offset, count);
    at += count;
    return count;
  }

  private boolean open() throws IOException {
    if (next > lastPiece) {
      return false;
    }
    int read = sealed.readNBytes(piece, 0, piece.length);
    try {
      at = 0;
      end = sealing.open(cipher, next, next == lastPiece, piece, read, plain);
    } catch (GeneralSecurityException e) {
      // Told here, because who reads may only break a connection.
      LOG.log(Level.ERROR, "The blob {0} is damaged in its piece {1}", name, next);
      throw new IOException("a stored body is damaged in piece " + next, e);
    }
    next++;
    return end > 0 || open();
  }

  @Override
  public long skip(long count) throws IOException {
    if (at == end && !open()) {
      return 0;
    }
    int skipped = (int) Math.clamp(count, 0, end - at);
    at += skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    sealed.close();
  }
}
