package io.nephele.bench.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Steps that send some requests in turns, each connection beginning with another. Every answer must
 * be a success.
 */
public final class RequestSteps {
  private final RequestBytes[] requests;
  private final int apart;
  private final AtomicInteger first = new AtomicInteger();

  /** Steps for that many connections. */
  public RequestSteps(RequestBytes[] requests, int connections) {
    this.requests = requests;
    this.apart = Math.max(1, requests.length / connections);
  }

  /** The steps of a further connection. */
  public Step next() {
    return new Turns(first.getAndAdd(apart));
  }

  private final class Turns implements Step {
    private int next;

    Turns(int first) {
      this.next = first;
    }

    @Override
    public RequestBytes begin() {
      RequestBytes request = requests[next % requests.length];
      next++;
      return request;
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
      return 1;
    }
  }
}
