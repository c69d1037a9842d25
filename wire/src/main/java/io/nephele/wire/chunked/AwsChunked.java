package io.nephele.wire.chunked;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Operation;
import io.nephele.wire.checksum.RequestChecksums;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bodies in the content encoding {@code aws-chunked}, in which SDKs send streams: signed or not,
 * with checksums after them or not. Bodies are decoded as they are read.
 */
public final class AwsChunked {
  static final String ENCODING = "aws-chunked";
  private static final int BUFFER = 16 << 10;

  private AwsChunked() {}

  /**
   * The request with its plain body, whose checksums are verified as it is read; {@code
   * aws-chunked} is taken out of its headers. Any other request comes back with its checksums
   * verified, too.
   *
   * @param operation what the request asks for
   * @param verifier checks the chunks' signatures
   * @throws AwsException if the headers contradict each other; malformed chunks are found as the
   *     body is read
   */
  public static HttpRequest decode(
      Operation operation, HttpRequest request, ChunkVerifier verifier) {
    ChunkedForm form = ChunkedForm.of(request);
    if (form == null) {
      return request.withBody(
          RequestChecksums.checked(operation, request, request.body(), Headers::new));
    }
    Decoded decoded = new Decoded(request.body(), form, decodedLength(request), verifier);
    Body checked = RequestChecksums.checked(operation, request, decoded, decoded::trailers);
    return new HttpRequest(
        request.method(),
        request.path(),
        request.query(),
        withoutEncoding(request.headers()),
        checked,
        request.remoteAddress(),
        request.secure(),
        request.tlsVersion());
  }

  /** Whether the request's body is in chunks. */
  public static boolean isChunked(HttpRequest request) {
    return ChunkedForm.of(request) != null;
  }

  private static long decodedLength(HttpRequest request) {
    String text = request.headers().first("x-amz-decoded-content-length");
    if (text == null) {
      throw ChunkErrors.missingLength();
    }
    try {
      long length = text.length() > 18 ? -1 : Long.parseLong(text);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw ChunkErrors.missingLength();
  }

  private static Headers withoutEncoding(Headers headers) {
    Headers others = new Headers();
    headers.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase("Content-Encoding")) {
            String left = otherEncodings(value);
            if (!left.isEmpty()) {
              others.add(name, left);
            }
          } else {
            others.add(name, value);
          }
        });
    return others;
  }

  private static String otherEncodings(String value) {
    StringBuilder left = new StringBuilder();
    for (String encoding : value.split(",", -1)) {
      String name = encoding.strip();
      if (!name.equalsIgnoreCase(ENCODING) && !name.isEmpty()) {
        left.append(left.isEmpty() ? "" : ",").append(name);
      }
    }
    return left.toString();
  }

  private static final class Decoded implements Body {
    private final Body chunks;
    private final ChunkedForm form;
    private final long length;
    private final ChunkVerifier verifier;
    private ChunkedInputStream opened;

    Decoded(Body chunks, ChunkedForm form, long length, ChunkVerifier verifier) {
      this.chunks = chunks;
      this.form = form;
      this.length = length;
      this.verifier = verifier;
    }

    @Override
    public InputStream open() throws IOException {
      opened =
          new ChunkedInputStream(
              new BufferedInputStream(chunks.open(), BUFFER), form, length, verifier);
      return opened;
    }

    @Override
    public long length() {
      return length;
    }

    Headers trailers() {
      return opened == null ? new Headers() : opened.trailers();
    }
  }
}
