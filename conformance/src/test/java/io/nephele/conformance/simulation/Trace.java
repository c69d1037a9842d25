package io.nephele.conformance.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened in a run, in order: two runs of one seed have the same. */
final class Trace {
  private static final long PRIME = 0x100000001B3L;

  private final List<String> lines = new ArrayList<>();
  private long hash = 0xCBF29CE484222325L;

  /** A thread goes on. */
  void scheduled(int thread) {
    hash = (hash ^ thread) * PRIME;
  }

  /** Something that a reader of the trace wants to know. */
  void add(long step, long time, String text) {
    String line = step + " " + time + " " + text;
    lines.add(line);
    for (int i = 0; i < line.length(); i++) {
      hash = (hash ^ line.charAt(i)) * PRIME;
    }
  }

  /** Of all lines and of which thread went on when. */
  long hash() {
    return hash;
  }

  /** Step, milliseconds since 1970, and what happened. */
  List<String> lines() {
    return lines;
  }
}
