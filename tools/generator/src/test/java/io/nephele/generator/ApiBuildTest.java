package io.nephele.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build does again, and what it leaves alone. */
class ApiBuildTest {
  private static final String MODEL =
      """
      {"service":{"name":"%1$s","title":"A service","protocols":["awsJson1_0"]},
      "operations":{
      "Do":{"input":"DoRequest"}
      },
      "shapes":{
      "DoRequest":{"type":"structure","members":{"%2$s":{"target":"@string","required":%3$s}}}
      }
      }
      """;

  @TempDir Path target;
  private Path request;

  @BeforeEach
  void build() throws Exception {
    request = target.resolve("classes/io/nephele/api/one/DoRequest.class");
    assertThat(run("one", model("one", "Name"), "two", model("two", "Name")))
        .isEqualTo(new ApiBuild.Result(2, 2, 0));
    Files.setLastModifiedTime(request, FileTime.fromMillis(0));
  }

  @Test
  void doesNothingWhereNothingChanged() throws Exception {
    assertThat(run("one", model("one", "Name"), "two", model("two", "Name")))
        .isEqualTo(new ApiBuild.Result(0, 0, 0));
    assertThat(isAsItWas()).isTrue();
  }

  @Test
  void buildsOnlyTheServiceThatChanged() throws Exception {
    assertThat(run("one", model("one", "Name"), "two", model("two", "Title")))
        .isEqualTo(new ApiBuild.Result(1, 1, 0));
    assertThat(isAsItWas()).isTrue();
    assertThat(run("one", model("one", "Title"), "two", model("two", "Title")))
        .isEqualTo(new ApiBuild.Result(1, 1, 0));
    assertThat(isAsItWas()).isFalse();
  }

  @Test
  void doesNotCompileWhereTheSourcesStayTheSame() throws Exception {
    byte[] required = MODEL.formatted("one", "Name", true).getBytes(StandardCharsets.UTF_8);
    assertThat(run("one", required, "two", model("two", "Name")))
        .isEqualTo(new ApiBuild.Result(1, 0, 0));
    assertThat(isAsItWas()).isTrue();
    assertThat(run("one", required, "two", model("two", "Name")))
        .isEqualTo(new ApiBuild.Result(0, 0, 0));
  }

  @Test
  void removesTheClassesOfShapesThatAreGone() throws Exception {
    String renamed =
        new String(model("one", "Name"), StandardCharsets.UTF_8).replace("DoRequest", "Done");
    run("one", renamed.getBytes(StandardCharsets.UTF_8), "two", model("two", "Name"));
    assertThat(request).doesNotExist();
    assertThat(request.resolveSibling("Done.class")).exists();
  }

  @Test
  void removesServicesThatAreGone() throws Exception {
    assertThat(new ApiBuild(target).run(Map.of("two", model("two", "Name"))))
        .isEqualTo(new ApiBuild.Result(0, 0, 1));
    assertThat(request.getParent()).doesNotExist();
    assertThat(target.resolve("generated-sources/api/io/nephele/api/one")).doesNotExist();
    assertThat(target.resolve("classes/io/nephele/api/two/Two.class")).exists();
  }

  @Test
  void buildsAgainWhereTheClassesWereDeleted() throws Exception {
    Folders.delete(request.getParent());
    assertThat(run("one", model("one", "Name"), "two", model("two", "Name")))
        .isEqualTo(new ApiBuild.Result(1, 1, 0));
    assertThat(request).exists();
  }

  @Test
  void aBuildThatFailedIsNotTakenForDone() throws Exception {
    // An unknown target: the generator cannot know the member's type.
    String broken =
        new String(model("one", "Name"), StandardCharsets.UTF_8).replace("@string", "No");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(
              () ->
                  run("one", broken.getBytes(StandardCharsets.UTF_8), "two", model("two", "Name")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("one has no shape No");
    }
  }

  @Test
  void sourcesThatDoNotCompileFailWithTheCompilersWords() {
    try (ServiceCompiler compiler =
        new ServiceCompiler(java.util.List.of(), target.resolve("classes"))) {
      assertThatThrownBy(
              () -> compiler.compile("p", Map.of("A", "package p; class A extends B {}")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot find symbol");
    }
  }

  private boolean isAsItWas() throws Exception {
    return Files.getLastModifiedTime(request).toMillis() == 0;
  }

  private ApiBuild.Result run(String one, byte[] oneModel, String two, byte[] twoModel)
      throws Exception {
    return new ApiBuild(target).run(Map.of(one, oneModel, two, twoModel));
  }

  private static byte[] model(String service, String member) {
    return MODEL.formatted(service, member, false).getBytes(StandardCharsets.UTF_8);
  }
}
