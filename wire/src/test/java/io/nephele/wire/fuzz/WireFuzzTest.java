package io.nephele.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.wire.http.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Feeds generated requests to all decoders. Each ends in an input or in a client's error, whatever
 * its bytes. A failure names the seed that makes the same request again; other and more ones are
 * tried with {@code JAVA_TOOL_OPTIONS="-Dnephele.fuzz.seed=1234 -Dnephele.fuzz.requests=100000"}.
 */
class WireFuzzTest {
  private static final int REQUESTS = Integer.getInteger("nephele.fuzz.requests", 4000);

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_001, 2_000_001, 3_000_001})
  void everyRequestIsDecodedOrRefused(long start) {
    long first = Long.getLong("nephele.fuzz.seed", 0) + start;
    int decoded = 0;
    for (long seed = first; seed < first + REQUESTS; seed++) {
      HttpRequest request = new FuzzRequests(seed).next();
      try {
        decoded += Decoding.decode(request) == null ? 0 : 1;
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + "\n" + FuzzRequests.show(request), e);
      }
    }
    // The generator is worth something only if a good part of its requests gets through, and a good
    // part does not.
    assertThat(decoded).isBetween(REQUESTS / 5, REQUESTS * 4 / 5);
  }
}
