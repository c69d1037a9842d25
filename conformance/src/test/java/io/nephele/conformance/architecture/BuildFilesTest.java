package io.nephele.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.conformance.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Its views of services that nobody uses are left out of the distribution. */
  @Test
  void theDistributionHasTheViewsThatTheProgramUses() throws IOException {
    Matcher kept =
        Pattern.compile("<distribution.apis>(.*)</distribution.apis>")
            .matcher(Files.readString(ProjectFolder.ROOT.resolve("app/pom.xml")));
    assertThat(kept.find()).isTrue();
    Set<String> used = new TreeSet<>();
    Pattern view = Pattern.compile("io\\.nephele\\.api\\.([a-z0-9]+)");
    for (Path pom : poms()) {
      Path module = ProjectFolder.ROOT.relativize(pom.getParent());
      Path sources = pom.resolveSibling("src/main/java");
      if (Files.exists(sources) && !module.startsWith("bench") && !module.startsWith("tools")) {
        read(sources, text -> view.matcher(text).results().forEach(f -> used.add(f.group(1))));
      }
    }
    assertThat(used)
        .contains("sqs", "dynamodb")
        .allMatch(name -> kept.group(1).contains("/" + name + "/"));
  }

  private static void read(Path folder, Consumer<String> reader) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        reader.accept(Files.readString(file));
      }
    }
  }
}
