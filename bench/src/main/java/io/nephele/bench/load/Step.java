package io.nephele.bench.load;

import java.io.IOException;

/**
 * What a connection does again and again: one request, or a few that follow from one another. Each
 * connection has its own.
 */
public interface Step {
  /** The request that begins. */
  RequestBytes begin() throws IOException;

  /**
   * Looks at the answer to the last request.
   *
   * @return the request that follows, or null at the end of the step
   * @throws IOException when the server did not answer as it should
   */
  RequestBytes next(HttpConnection answered) throws IOException;

  /**
   * Messages that the step handled which has just ended; 0 when there was nothing left to do, which
   * ends the run. Asked once a step.
   */
  int handled();
}
