package io.nephele.conformance.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Tells of runs that went wrong, and how to repeat them. */
final class Failures {
  private static final int LAST_LINES = 2000;

  private Failures() {}

  /** An exception and where it was thrown. */
  static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** What a seed brought about, how to repeat it, and its trace. */
  static String text(Simulation.Result result) {
    List<String> lines = result.trace().lines();
    return """
        Seed %d: %s
        Repeat it with: ./mvnw -pl conformance -am test -Dtest=SimulationTest -Dnephele.seed=%d \
        -Dsurefire.failIfNoSpecifiedTests=false
        %s
        %s"""
        .formatted(
            result.seed(),
            String.join("\n  ", result.violations()),
            result.seed(),
            result.plan(),
            lines.stream()
                .skip(Math.max(0, lines.size() - LAST_LINES))
                .collect(Collectors.joining("\n")));
  }
}
