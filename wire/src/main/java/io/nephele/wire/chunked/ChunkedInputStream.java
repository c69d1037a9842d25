package io.nephele.wire.chunked;

import io.nephele.wire.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The bytes in an aws-chunked body, as they come; what is malformed is an error that S3 answers.
 */
final class ChunkedInputStream extends InputStream {
  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_TRAILERS = 16;
  private static final int MIN_SIGNED_CHUNK = 8192;
  private static final int MAX_SIZE_DIGITS = 15; // fits a long with room to add
  private static final String SIGNATURE = "chunk-signature=";

  private final InputStream in;
  private final ChunkedForm form;
  private final ChunkVerifier verifier;
  private final Headers trailers = new Headers();
  private long decodedLeft;
  private long chunkLeft;
  private long chunkSize = MIN_SIGNED_CHUNK;
  private boolean first = true;
  private boolean ended;

  ChunkedInputStream(InputStream in, ChunkedForm form, long decodedLength, ChunkVerifier verifier) {
    this.in = in;
    this.form = form;
    this.decodedLeft = decodedLength;
    this.verifier = verifier;
  }

  /** What followed the last chunk; empty before the end. */
  Headers trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (chunkLeft == 0) {
      if (ended || !nextChunk()) {
        return -1;
      }
    }
    int count = in.read(into, offset, (int) Math.min(length, chunkLeft));
    if (count < 0) {
      throw ChunkErrors.incomplete();
    }
    verifier.data(into, offset, count);
    chunkLeft -= count;
    if (chunkLeft == 0) {
      verifier.end();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Goes to the next chunk; false if it was the last, after whose trailers the body ends. */
  private boolean nextChunk() throws IOException {
    if (!first && !line().isEmpty()) {
      throw ChunkErrors.malformedChunk();
    }
    first = false;
    String header = line();
    int semicolon = header.indexOf(';');
    long size = size(semicolon < 0 ? header : header.substring(0, semicolon));
    verifier.begin(signature(header, semicolon));
    if (size > decodedLeft) {
      throw ChunkErrors.incomplete();
    }
    if (size > 0) {
      if (form.signed() && chunkSize < MIN_SIGNED_CHUNK) {
        throw ChunkErrors.smallChunk();
      }
      chunkSize = size;
      chunkLeft = size;
      decodedLeft -= size;
      return true;
    }
    verifier.end();
    ended = true;
    if (decodedLeft > 0) {
      throw ChunkErrors.incomplete();
    }
    readTrailers();
    return false;
  }

  private String signature(String header, int semicolon) {
    if (semicolon < 0) {
      if (form.signed()) {
        throw ChunkErrors.malformedChunk();
      }
      return null;
    }
    int start = header.indexOf(SIGNATURE, semicolon);
    if (start < 0) {
      if (form.signed()) {
        throw ChunkErrors.malformedChunk();
      }
      return null; // some other extension
    }
    String signature = header.substring(start + SIGNATURE.length()).strip();
    int padding = signature.indexOf('*'); // elliptic signatures are padded to one length
    return padding < 0 ? signature : signature.substring(0, padding);
  }

  private static long size(String digits) {
    String hex = digits.strip();
    if (hex.isEmpty() || hex.length() > MAX_SIZE_DIGITS) {
      throw ChunkErrors.malformedChunk();
    }
    long size = 0;
    for (int i = 0; i < hex.length(); i++) {
      int digit = hex.charAt(i) < 128 ? Character.digit(hex.charAt(i), 16) : -1;
      if (digit < 0) {
        throw ChunkErrors.malformedChunk();
      }
      size = size << 4 | digit;
    }
    return size;
  }

  private void readTrailers() throws IOException {
    StringBuilder canonical = new StringBuilder();
    String signature = null;
    for (int count = 0; ; count++) {
      String line = trailerLine();
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon <= 0 || count >= MAX_TRAILERS || !form.trailer()) {
        throw ChunkErrors.malformedTrailer();
      }
      String name = line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("x-amz-trailer-signature")) {
        signature = value;
      } else {
        trailers.add(name, value);
        canonical
            .append(name.toLowerCase(java.util.Locale.ROOT))
            .append(':')
            .append(value)
            .append('\n');
      }
    }
    if (form.trailer()) {
      verifier.trailers(canonical.toString(), signature);
    }
  }

  /**
   * A line of the trailers; the end of the body ends them too, as some clients leave out the last
   * line feed.
   */
  private String trailerLine() throws IOException {
    int b = in.read();
    return b < 0 ? "" : line(b);
  }

  private String line() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw ChunkErrors.incomplete();
    }
    return line(b);
  }

  /** The rest of a line of which one byte was read. */
  private String line(int firstByte) throws IOException {
    byte[] line = new byte[128];
    int length = 0;
    int b = firstByte;
    while (b != '\n') {
      if (b < 0) {
        throw ChunkErrors.incomplete();
      }
      if (length >= MAX_LINE) {
        throw ChunkErrors.malformedChunk();
      }
      if (length == line.length) {
        line = java.util.Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) b;
      b = in.read();
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }
}
