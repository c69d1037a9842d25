package io.nephele.services.logs.insights;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** What reading a query finds out beside its commands. */
final class QueryNames {
  private final LongSupplier clock;
  private final Set<String> fields = new HashSet<>();
  private boolean unmasked;

  /** Nothing yet; the clock tells milliseconds since 1970. */
  QueryNames(LongSupplier clock) {
    this.clock = clock;
  }

  /** Takes note of a field that the query uses; returns its name. */
  String field(String name) {
    fields.add(name);
    return name;
  }

  /** Takes note that the query wants to see what is hidden. */
  void unmasks() {
    unmasked = true;
  }

  Set<String> fields() {
    return fields;
  }

  boolean unmasked() {
    return unmasked;
  }

  LongSupplier clock() {
    return clock;
  }
}
