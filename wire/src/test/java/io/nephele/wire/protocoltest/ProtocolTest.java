package io.nephele.wire.protocoltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The official Smithy protocol tests, one dynamic test a case. Those on the list {@code
 * skipped.tsv} are not wanted, for the reason given there; a case that is on the list and passes
 * fails the build, so that the list stays true.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {
  private static final int CASES = 1395;
  private static final double PASSING = 0.98;

  private final List<ProtocolCase> cases = ProtocolCases.load();
  private final Map<String, String> skipped = skipped();

  @TestFactory
  Stream<DynamicNode> official() {
    Map<String, List<DynamicTest>> containers = new TreeMap<>();
    for (ProtocolCase each : cases) {
      containers
          .computeIfAbsent(
              each.protocol() + " " + each.operation().service().shapeName() + " " + each.kind(),
              key -> new ArrayList<>())
          .add(DynamicTest.dynamicTest(each.id(), () -> run(each)));
    }
    return containers.entrySet().stream()
        .map(entry -> DynamicContainer.dynamicContainer(entry.getKey(), entry.getValue()));
  }

  private void run(ProtocolCase each) throws IOException {
    String reason = skipped.get(each.key());
    Assumptions.assumeTrue(reason == null, reason);
    try {
      each.check().run();
    } catch (AssertionError | RuntimeException e) {
      // Reports number dynamic tests rather than name them.
      throw new AssertionError(each.key() + ": " + e.getMessage(), e);
    }
  }

  @Test
  void allCasesAreThereAndFewAreSkipped() {
    assertThat(cases).hasSize(CASES);
    assertThat(cases.stream().map(ProtocolCase::key)).containsAll(skipped.keySet());
    assertThat(skipped.size()).isLessThanOrEqualTo((int) (CASES * (1 - PASSING)));
    assertThat(skipped.values()).allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(20));
  }

  @Test
  void skippedCasesWouldFail() {
    for (ProtocolCase each : cases) {
      if (skipped.containsKey(each.key())) {
        assertThat(passes(each)).as(each.key() + " is skipped but passes").isFalse();
      }
    }
  }

  private static boolean passes(ProtocolCase each) {
    try {
      each.check().run();
      return true;
    } catch (AssertionError | Exception e) {
      return false;
    }
  }

  private static Map<String, String> skipped() {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ProtocolTest.class.getResourceAsStream("skipped.tsv"), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        int tab = line.indexOf('\t');
        if (tab > 0) {
          reasons.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return reasons;
  }
}
