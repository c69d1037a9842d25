package io.nephele.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.conformance.ProjectFolder;
import io.nephele.embedded.Nephele;
import io.nephele.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The generated pages of {@code docs/} are what they would be if generated now. {@code
 * -Dnephele.docs=write} generates them.
 */
class GeneratedDocsTest {
  private static final Path FACTS =
      ProjectFolder.ROOT.resolve("conformance/src/main/resources/io/nephele/conformance/facts");

  private static final Path METRICS =
      ProjectFolder.ROOT.resolve(
          "conformance/src/main/resources/io/nephele/conformance/metrics/reference.tsv");

  @Test
  void factsPageIsCurrent() throws IOException {
    String page = FactsPage.write(FactRow.readAll(FACTS), ShownFacts.find(ProjectFolder.ROOT));
    check("facts.md", page);
  }

  @Test
  void servicesPageIsCurrent() throws IOException {
    try (Nephele nephele = Nephele.start()) {
      check(
          "services.md",
          ServicesPage.write(Models.bundled(), nephele.world().implementedOperations()));
    }
  }

  @Test
  void metricsPageIsCurrent() throws IOException {
    check("metrics.md", MetricsPage.write(METRICS, EmittedMetrics.find(ProjectFolder.ROOT)));
  }

  @Test
  void testsShowOnlyFactsThatThereAre() throws IOException {
    List<String> known = FactRow.readAll(FACTS).stream().map(FactRow::id).toList();
    Map<String, List<String>> shown = ShownFacts.find(ProjectFolder.ROOT);
    assertThat(known).containsAll(shown.keySet());
    assertThat(known.stream().collect(Collectors.toSet())).hasSameSizeAs(known);
  }

  private static void check(String name, String page) throws IOException {
    Path file = ProjectFolder.ROOT.resolve("docs").resolve(name);
    if ("write".equals(System.getProperty("nephele.docs"))) {
      Files.writeString(file, page);
    }
    assertThat(page)
        .as("docs/" + name + " is out of date; `./mvnw verify -Dnephele.docs=write` writes it")
        .isEqualTo(Files.readString(file));
  }
}
