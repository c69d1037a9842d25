package io.nephele.bench.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A step that is done until so many messages are handled, by all that share the number.
 *
 * @param step what is done
 * @param left messages that are left to handle
 */
public record LimitedStep(Step step, AtomicLong left) implements Step {
  @Override
  public RequestBytes begin() throws IOException {
    return step.begin();
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    return step.next(answered);
  }

  @Override
  public int handled() {
    return left.getAndAdd(-step.handled()) > 0 ? step.handled() : 0;
  }
}
