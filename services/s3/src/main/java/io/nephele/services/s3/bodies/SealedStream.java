package io.nephele.services.s3.bodies;

import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.checksum.ChecksumDigest;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/**
 * What is read from another stream, encrypted: {@link Sealing} tells the form. Holds one piece at a
 * time.
 */
final class SealedStream extends InputStream {
  private final InputStream plain;
  private final Sealing sealing;
  private final Cipher cipher;
  private byte[] piece;
  private byte[] sealed;
  private int inPiece;
  private int at;
  private int end;
  private long pieces;
  private boolean finished;
  private final byte[] firstTag = new byte[Sealing.TAG];
  private ChecksumDigest tags;

  /** Makes room for as many bytes as are expected, or a whole piece if that is not known (-1). */
  SealedStream(InputStream plain, Sealing sealing, long expected) {
    this.plain = plain;
    this.sealing = sealing;
    this.cipher = Sealing.cipher();
    // One more, to see the end.
    int size = expected < 0 ? Sealing.PIECE : (int) Math.min(expected + 1, Sealing.PIECE);
    this.piece = new byte[size];
    this.sealed = new byte[size + sealing.added()];
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
    if (at == end && !seal()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(sealed, at, to, offset, count);
    at += count;
    return count;
  }

  /** Seals the next piece. The last is marked as such, and is there even if it has no bytes. */
  private boolean seal() throws IOException {
    if (finished) {
      return false;
    }
    inPiece += plain.readNBytes(piece, inPiece, piece.length - inPiece);
    if (inPiece == piece.length && piece.length < Sealing.PIECE) {
      piece = Arrays.copyOf(piece, Sealing.PIECE);
      sealed = new byte[Sealing.PIECE + sealing.added()];
      inPiece += plain.readNBytes(piece, inPiece, piece.length - inPiece);
    }
    // The last piece is marked as such, so that whether it is must be known before.
    int next = inPiece < piece.length ? -1 : plain.read();
    finished = next < 0;
    try {
      end = sealing.seal(cipher, pieces++, finished, piece, inPiece, sealed);
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    } catch (GeneralSecurityException e) {
      throw new IOException("a body cannot be encrypted", e);
    }
    at = 0;
    inPiece = 0;
    noteTag();
    if (next >= 0) {
      piece[0] = (byte) next;
      inPiece = 1;
    }
    return true;
  }

  /** Of a body of one piece its tag says all, else a hash of all tags. */
  private void noteTag() {
    if (pieces == 1) {
      System.arraycopy(sealed, end - Sealing.TAG, firstTag, 0, Sealing.TAG);
      return;
    }
    if (tags == null) {
      tags = ChecksumAlgorithm.SHA256.start();
      tags.update(firstTag, 0, Sealing.TAG);
    }
    tags.update(sealed, end - Sealing.TAG, Sealing.TAG);
  }

  /**
   * A name for the encrypted bytes once they were read to the end: the tags that prove each piece
   * tell them from all others, because no two parts are encrypted by the same key.
   */
  String name() {
    return HexFormat.of().formatHex(tags == null ? firstTag : tags.value(), 0, Sealing.TAG);
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }
}
