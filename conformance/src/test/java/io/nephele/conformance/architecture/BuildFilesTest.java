package io.nephele.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.conformance.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users' builds depend on: {@code ./nephele} builds the program without any tests. */
class BuildFilesTest {
  private static List<Path> poms() throws IOException {
    try (Stream<Path> files = Files.walk(ProjectFolder.ROOT, 3)) {
      return files.filter(file -> file.endsWith("pom.xml")).toList();
    }
  }

  /** There are no test-jars then, and a dependency on one would end the build. */
  @Test
  void testJarsAreOfTheProfileForTests() throws IOException {
    assertThat(poms()).hasSizeGreaterThan(10);
    for (Path pom : poms()) {
      String text = Files.readString(pom);
      int profiles = text.indexOf("<profiles>");
      String always = profiles < 0 ? text : text.substring(0, profiles);
      int managed = always.indexOf("</dependencyManagement>");
      assertThat(always.substring(Math.max(0, managed)))
          .as(pom.toString())
          .doesNotContain("<type>test-jar</type>");
    }
  }
}
