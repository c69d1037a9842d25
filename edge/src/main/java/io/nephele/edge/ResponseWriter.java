package io.nephele.edge;

import io.nephele.model.Body;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Writes responses: small ones in one write, large ones in pieces, those of unknown length in
 * chunks that are flushed as they come.
 */
final class ResponseWriter {
  private static final int PIECE = 64 * 1024;

  private ResponseWriter() {}

  /**
   * Writes a response and completes the callback, or throws and leaves the callback alone.
   *
   * @throws IOException if the client went away, or the body cannot be read or is shorter than it
   *     said
   */
  static void write(
      HttpResponse out, Exchange exchange, Request request, Response response, Callback callback)
      throws IOException {
    response.setStatus(out.status());
    HttpFields.Mutable fields = response.getHeaders();
    Headers headers = out.headers();
    headers.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase("Date")) {
            fields.put(HttpHeader.DATE, value);
          } else {
            fields.add(name, value);
          }
        });
    Body body = out.body();
    long length = body.length();
    if (out.status() == 204 || out.status() == 304) {
      fields.remove(HttpHeader.CONTENT_LENGTH);
      body.open().close();
      last(BufferUtil.EMPTY_BUFFER, exchange, response, callback);
    } else if (request.getMethod().equals("HEAD")) {
      // The handler of a HEAD may name the length of what a GET would bring without bringing it.
      if (length > 0 || (length == 0 && !fields.contains(HttpHeader.CONTENT_LENGTH))) {
        fields.put(HttpHeader.CONTENT_LENGTH, length);
      }
      body.open().close();
      last(BufferUtil.EMPTY_BUFFER, exchange, response, callback);
    } else if (length < 0) {
      stream(body, exchange, response, callback);
    } else {
      fields.put(HttpHeader.CONTENT_LENGTH, length);
      if (length <= PIECE) {
        whole(body, (int) length, exchange, response, callback);
      } else {
        pieces(body, length, exchange, response, callback);
      }
    }
  }

  private static void whole(
      Body body, int length, Exchange exchange, Response response, Callback callback)
      throws IOException {
    byte[] bytes = new byte[length];
    if (length > 0) {
      try (InputStream in = body.open()) {
        fill(in, bytes, length);
      }
    }
    last(ByteBuffer.wrap(bytes), exchange, response, callback);
  }

  private static void pieces(
      Body body, long length, Exchange exchange, Response response, Callback callback)
      throws IOException {
    byte[] piece = new byte[PIECE];
    try (InputStream in = body.open()) {
      long left = length;
      while (left > PIECE) {
        fill(in, piece, PIECE);
        write(response, piece, PIECE);
        left -= PIECE;
      }
      fill(in, piece, (int) left);
      last(ByteBuffer.wrap(piece, 0, (int) left), exchange, response, callback);
    }
  }

  private static void stream(Body body, Exchange exchange, Response response, Callback callback)
      throws IOException {
    byte[] piece = new byte[PIECE];
    try (InputStream in = body.open()) {
      // The head goes first: a caller of an event stream waits for it.
      write(response, piece, 0);
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        if (count > 0) {
          write(response, piece, count);
        }
      }
    }
    last(BufferUtil.EMPTY_BUFFER, exchange, response, callback);
  }

  private static void write(Response response, byte[] bytes, int count) throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(false, ByteBuffer.wrap(bytes, 0, count), written);
      written.block();
    }
  }

  /**
   * The last write completes the request, so that the next one may be read: watching ends before.
   */
  private static void last(
      ByteBuffer bytes, Exchange exchange, Response response, Callback callback) {
    exchange.end();
    response.write(true, bytes, callback);
  }

  private static void fill(InputStream in, byte[] target, int length) throws IOException {
    if (in.readNBytes(target, 0, length) < length) {
      throw new EOFException("the body of a response is shorter than its length");
    }
  }
}
