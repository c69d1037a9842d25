package io.nephele.wire.protocoltest;

import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import java.io.IOException;

/**
 * One official test of one protocol.
 *
 * @param id the test's id; response tests often share one with a request test
 * @param kind what is tested
 */
record ProtocolCase(String id, Kind kind, Operation operation, Protocol protocol, Check check) {
  enum Kind {
    REQUEST,
    RESPONSE,
    ERROR,
    MALFORMED
  }

  /** Runs the test; fails with an {@link AssertionError}. */
  @FunctionalInterface
  interface Check {
    void run() throws IOException;
  }

  /** What names the case in the list of those that are skipped. */
  String key() {
    return kind + " " + id;
  }
}
