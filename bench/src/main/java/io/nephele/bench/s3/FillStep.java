package io.nephele.bench.s3;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends each of some requests once, over all connections together. */
final class FillStep implements Step {
  private final RequestBytes[] requests;
  private final AtomicInteger next;
  private boolean sent;

  FillStep(RequestBytes[] requests, AtomicInteger next) {
    this.requests = requests;
    this.next = next;
  }

  @Override
  public RequestBytes begin() {
    int number = next.getAndIncrement();
    sent = number < requests.length;
    // One more of the last, which ends the run, since every step sends something.
    return requests[Math.min(number, requests.length - 1)];
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    if (answered.status() != 200) {
      throw new IOException("Answered " + answered.status() + ": " + answered.bodyText());
    }
    return null;
  }

  @Override
  public int handled() {
    return sent ? 1 : 0;
  }
}
