package io.nephele.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonFactory;
import io.nephele.model.View;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates the API of a model full of names that are hard on Java, compiles a client of it, and
 * runs that.
 */
class GeneratedApiTest {
  @TempDir Path target;

  @Test
  void aClientUsesTheApiOfAModelWithNastyNames() throws Exception {
    new ApiBuild(target).run(Map.of("na-sty", resource("na-sty.json")));
    Map<String, Object> seen = runClient();

    assertThat(seen)
        .containsOnly(
            entry("absent", null),
            entry("absent list", null),
            entry("absent structure", null),
            entry(
                "text",
                "Object{class=c, GetClass=g, Foo=1, foo=2, FOO=true, MD5OfBody=m, VPCId=v, ARNs=[a], value=1.5, java=2.5, struct=Object{Foo=9},"
                    + " Kind=VisibilityTimeout, data=5 bytes, stream="
                    + bodyText(seen)
                    + ", at=1970-01-01T00:00:00Z, any=Document[value=[1]], big=1.5, whole=10, tiny=7}"),
            entry("getters", List.of("c", "g", 1, 2L, true, 2.5f, 7)),
            entry("structure", 9),
            entry("structure set to null", null),
            entry("list of structures", "m2"),
            entry("map of structures", "v"),
            entry("nested list", true),
            entry("nested map", true),
            entry("names of helpers", List.of(1, 0, 1, 3, 4)),
            entry("view equality", true),
            entry("union", "Unit"),
            entry("case clash", "t"),
            entry("event stream", null),
            entry("operation", "na-sty:toString"),
            entry("operation of units", "objecttrue"),
            entry("views of an operation", "m"),
            entry("error", List.of("Error", 409, true, "no", "no")),
            entry("error's members", List.of("c", "v", "m", "v", "v")),
            entry("error in a structure", true),
            entry("error without a message", "null500"),
            entry(
                "constants",
                List.of(
                    "",
                    "*",
                    ">=",
                    "a-b",
                    "a_b",
                    "A.B",
                    "say \"\\ \n \u00e9",
                    "IPv4",
                    "SHA256",
                    "AWS::S3::Bucket",
                    "kmsARNs")));
  }

  @Test
  void onlyWhatOperationsReachGetsAClass() throws Exception {
    new ApiBuild(target).run(Map.of("na-sty", resource("na-sty.json")));
    assertThat(target.resolve("classes/io/nephele/api/nasty"))
        .isDirectoryContaining(path -> path.endsWith("Views.class"))
        .isDirectoryNotContaining(path -> path.endsWith("Unreached.class"));
  }

  @Test
  void noTwoFilesDifferInCaseOnly() throws Exception {
    new ApiBuild(target).run(Map.of("na-sty", resource("na-sty.json")));
    assertThat(Folders.list(target.resolve("classes/io/nephele/api/nasty")))
        .extracting(path -> path.getFileName().toString().toLowerCase(java.util.Locale.ROOT))
        .doesNotHaveDuplicates()
        .contains("override.class", "override_.class");
  }

  private Map<String, Object> runClient() throws Exception {
    Path classes = target.resolve("classes");
    Path modelClasses = Fingerprint.home(View.class);
    String client = new String(resource("Client.java"), StandardCharsets.UTF_8);
    try (ServiceCompiler compiler = new ServiceCompiler(List.of(modelClasses, classes), classes)) {
      compiler.compile("", Map.of("Client", client));
    }
    // The test's model comes first on the class path, so it is what the bundled models are in
    // there.
    Path models = Files.createDirectories(target.resolve("models/io/nephele/models"));
    Files.write(models.resolve("index.json"), resource("index.json"));
    Files.write(models.resolve("na-sty.json"), resource("na-sty.json"));
    URL[] classPath = {
      target.resolve("models").toUri().toURL(),
      classes.toUri().toURL(),
      modelClasses.toUri().toURL(),
      Fingerprint.home(JsonFactory.class).toUri().toURL()
    };
    Map<String, Object> seen = new HashMap<>();
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      @SuppressWarnings("unchecked") // the client says that it is one
      Consumer<BiConsumer<String, Object>> loaded =
          (Consumer<BiConsumer<String, Object>>)
              loader.loadClass("Client").getConstructor().newInstance();
      loaded.accept(seen::put);
    }
    return seen;
  }

  /** A body's text has no fixed form. */
  private static String bodyText(Map<String, Object> seen) {
    String text = (String) seen.get("text");
    int start = text.indexOf("stream=") + "stream=".length();
    return text.substring(start, text.indexOf(", at="));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GeneratedApiTest.class.getResourceAsStream("nasty/" + name)) {
      return in.readAllBytes();
    }
  }
}
