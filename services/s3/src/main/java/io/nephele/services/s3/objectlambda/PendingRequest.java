package io.nephele.services.s3.objectlambda;

import io.nephele.api.s3.WriteGetObjectResponseRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * A request whose answer a function is making. The bytes that the function sends are read by who
 * asked, from the function's own connection, so that they are never held.
 */
final class PendingRequest {
  private final String token;
  private final LambdaPoint point;
  private final Struct request;
  private final Call call;
  private final CompletableFuture<Written> written = new CompletableFuture<>();
  private final CountDownLatch consumed = new CountDownLatch(1);

  /**
   * What a function answers.
   *
   * @param body whose end or closing lets the function's call return
   */
  record Written(WriteGetObjectResponseRequest response, InputStream body) {
    /** Lets the function go on without its bytes being read. */
    void discard() {
      try {
        body.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A request of which nothing is answered yet.
   *
   * @param token by which the function names it
   */
  PendingRequest(String token, LambdaPoint point, Struct request, Call call) {
    this.token = token;
    this.point = point;
    this.request = request;
    this.call = call;
  }

  String token() {
    return token;
  }

  LambdaPoint point() {
    return point;
  }

  Struct request() {
    return request;
  }

  Call call() {
    return call;
  }

  /**
   * Hands an answer to who asked.
   *
   * @return false if there is one already, or if the function has ended
   */
  boolean answer(WriteGetObjectResponseRequest response, InputStream body) {
    return written.complete(new Written(response, new Consumed(body)));
  }

  /** Waits until who asked has read what was answered, or does not want it. */
  void awaitConsumption() throws InterruptedException {
    consumed.await();
  }

  /** The function has ended; an error if it has answered nothing. */
  void end(AwsException error) {
    written.completeExceptionally(error);
    consumed.countDown();
  }

  /**
   * Waits for the answer.
   *
   * @throws AwsException if the function ended without one
   */
  Written await() {
    try {
      return written.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AwsException.server("ServiceUnavailable", 503, "Nephele is stopping.");
    } catch (ExecutionException e) {
      throw (AwsException) e.getCause();
    }
  }

  private final class Consumed extends FilterInputStream {
    Consumed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      if (count < 0) {
        consumed.countDown();
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      consumed.countDown();
    }
  }
}
