package io.nephele.services.secretsmanager;

import java.time.Instant;
import java.util.List;

/**
 * A version of a secret.
 *
 * @param stages its staging labels
 * @param accessed the day on which it was last read, or null
 * @param value its value, encrypted; null while a rotation has not made it yet
 */
record Version(
    String id, List<String> stages, Instant created, Instant accessed, SealedValue value) {
  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";
  static final String PENDING = "AWSPENDING";

  Version withStages(List<String> stages) {
    return new Version(id, List.copyOf(stages), created, accessed, value);
  }

  Version withAccessed(Instant accessed) {
    return new Version(id, stages, created, accessed, value);
  }

  Version withValue(SealedValue value) {
    return new Version(id, stages, created, accessed, value);
  }
}
