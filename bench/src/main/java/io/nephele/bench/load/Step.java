package io.nephele.bench.load;

import java.io.IOException;

/**
 * What a connection does again and again: one request, or a few that belong together. Each
 * connection has its own.
 */
@FunctionalInterface
public interface Step {
  /**
   * Does it once.
   *
   * @return messages handled; 0 when there was nothing left to do, which ends the run
   * @throws IOException when the server did not answer as it should
   */
  int run(HttpConnection connection) throws IOException;
}
