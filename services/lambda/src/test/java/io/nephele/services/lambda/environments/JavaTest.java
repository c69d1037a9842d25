package io.nephele.services.lambda.environments;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions in Java. */
class JavaTest {
  @TempDir Path folder;

  private void compile(Functions functions, String name, String source) throws IOException {
    compile(functions, name, source, folder.resolve("task"));
  }

  private void compile(Functions functions, String name, String source, Path classes)
      throws IOException {
    functions.file("source", name + ".java", source, "rw-r--r--");
    Files.createDirectories(classes);
    List<String> arguments =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("library"),
            "-d",
            classes.toString(),
            folder.resolve("source/" + name + ".java").toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Functions.permit(classes, "rwxr-xr-x");
    try (Stream<Path> files = Files.walk(classes)) {
      files.filter(Files::isRegularFile).forEach(file -> Functions.permit(file, "rw-r--r--"));
    }
  }

  /** Puts a class into an archive of the function's. */
  private void archive(Functions functions, String name, String source) throws IOException {
    Path classes = folder.resolve("library");
    compile(functions, name, source, classes);
    functions.file("task", "lib/library.jar", "", "rw-r--r--");
    Path archive = folder.resolve("task/lib/library.jar");
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(archive))) {
      jar.putNextEntry(new ZipEntry(name + ".class"));
      jar.write(Files.readAllBytes(classes.resolve(name + ".class")));
    }
  }

  @Test
  @Fact("lambda-014")
  void handlersOfBothKindsRun() throws Exception {
    try (Functions functions = new Functions(folder)) {
      archive(
          functions,
          "Words",
          "public class Words { public static String greeting() { return \"hello \"; } }");
      compile(
          functions,
          "Handler",
          """
          import com.amazonaws.services.lambda.runtime.*;
          import java.util.*;
          public class Handler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
            private int count;
            public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
              context.getLogger().log("two\\nlines");
              if (event.containsKey("fail")) throw new IllegalArgumentException("no");
              return Map.of("count", ++count, "function", context.getFunctionName());
            }
            public String plain(String name) { return Words.greeting() + name; }
            public static class Restored implements com.amazonaws.services.lambda.crac.Resource {
              private static final Restored SELF = new Restored();
              private String how = "as it was";
              static { com.amazonaws.services.lambda.crac.Core.getGlobalContext().register(SELF); }
              public void beforeCheckpoint(
                  com.amazonaws.services.lambda.crac.Context<? extends
                      com.amazonaws.services.lambda.crac.Resource> context) {
                System.out.println("before the snapshot");
              }
              public void afterRestore(
                  com.amazonaws.services.lambda.crac.Context<? extends
                      com.amazonaws.services.lambda.crac.Resource> context) {
                how = "restored";
              }
              public String handle(Object event) { return SELF.how; }
            }
          }
          """);
      Limits limits = new Limits(512, 20, 512);
      try (ExecutionEnvironment environment =
          functions.environment("java17", "Handler", limits, Map.of(), false)) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .as(functions.logged())
            .contains("\"count\":1", "\"function\":\"tested\"");
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .contains("\"count\":2");
        Outcome failed = environment.invoke(Functions.event("{\"fail\":1}"));
        assertThat(failed.payload().utf8())
            .contains(
                "\"errorMessage\":\"no\"", "\"errorType\":\"java.lang.IllegalArgumentException\"");
        assertThat(functions.logged()).contains("two\nlines");
      }
      try (ExecutionEnvironment environment =
          functions.environment("java25", "Handler::plain", limits, Map.of(), false)) {
        assertThat(environment.invoke(Functions.event("\"you\"")).payload().utf8())
            .as(functions.logged())
            .isEqualTo("\"hello you\"");
      }
      try (ExecutionEnvironment environment =
          functions.environment(
              "java25",
              "Handler$Restored::handle",
              limits,
              Map.of(),
              false,
              InitializationType.SNAP_START)) {
        assertThat(environment.init().succeeded()).as(functions.logged()).isTrue();
        assertThat(functions.logged()).contains("before the snapshot");
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .as(functions.logged())
            .isEqualTo("\"restored\"");
      }
    }
  }

  /** Java that must use its cache does not start where it cannot. */
  @ParameterizedTest
  @CsvSource({"java25, -XX:AOTMode=on, aot", "java17, -Xshare:on, jsa"})
  void javaStartsWithACacheOfItsClassesOnceThereIsOne(String runtime, String strict, String ending)
      throws Exception {
    Path caches = folder.resolve("caches");
    try (Functions functions = new Functions(folder, null, caches)) {
      compile(
          functions,
          "Handler",
          "public class Handler { public int handle(Object event) { return 1; } }");
      Limits limits = new Limits(512, 20, 512);
      try (ExecutionEnvironment environment =
          functions.environment(runtime, "Handler::handle", limits, Map.of(), false)) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .as(functions.logged())
            .isEqualTo("1");
      }
      functions.environments().training().await();
      assertThat(caches).isDirectoryContaining("glob:**/java-*." + ending);
      Map<String, String> variables = Map.of("JAVA_TOOL_OPTIONS", strict);
      try (ExecutionEnvironment environment =
          functions.environment(runtime, "Handler::handle", limits, variables, false)) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .as(functions.logged())
            .isEqualTo("1");
      }
    }
  }
}
