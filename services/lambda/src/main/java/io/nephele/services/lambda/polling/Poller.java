package io.nephele.services.lambda.polling;

import io.nephele.services.lambda.mappings.MappingRow;

/** Polls sources of a kind. */
interface Poller {
  /**
   * Polls a mapping's source until the turn ends.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void poll(MappingRow row, Turn turn) throws InterruptedException;
}
