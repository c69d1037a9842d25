package io.nephele.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./nephele} in a small checkout of its own, with a JDK that prints what it is told and a
 * Maven that makes one jar.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
class LauncherScriptTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final String JAVA =
      """
      #!/bin/sh
      for argument in "$@"; do
        case $argument in -XX:AOTCacheOutput=*) : >"${argument#*=}"; exit 0 ;; esac
      done
      printf '%s\\n' "$@"
      """;

  @TempDir private Path folder;
  private Path root;
  private Path jar;
  private Path jdk;

  private record Result(int exitCode, List<String> output, List<String> errors) {}

  @BeforeEach
  void prepare() throws IOException {
    root = folder.toRealPath().resolve("check out");
    jar = root.resolve("app/target/nephele/lib/nephele-app.jar");
    copy("nephele");
    copy(".mvn/find-jdk.sh");
    copy("app/src/main/launcher/jvm.options");
    jdk = jdk("jdk", "25.0.1");
  }

  private void copy(String file) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.copy(CHECKOUT.resolve(file), root.resolve(file));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.toRealPath().resolve(name);
    executable(home.resolve("bin/java"), JAVA);
    executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void executable(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Result run(Map<String, String> environment, String... command) throws Exception {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    int exitCode =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start().waitFor();
    return new Result(
        exitCode, Files.readAllLines(output, UTF_8), Files.readAllLines(errors, UTF_8));
  }

  private Result nephele(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("nephele").toString()));
    command.addAll(List.of(arguments));
    return run(
        Map.of("NEPHELE_JAVA_HOME", "" + jdk, "NEPHELE_NO_BUILD", "1"),
        command.toArray(String[]::new));
  }

  private void distribution() throws IOException {
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "classes");
  }

  private List<Path> caches() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("app/target/nephele"))) {
      return files.filter(file -> file.toString().endsWith(".aot")).toList();
    }
  }

  @Test
  void passesArgumentsAsTheyAre() throws Exception {
    distribution();
    Result result = nephele("start", "--data", "my data", "", "$HOME", "*");
    assertThat(result.errors()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("@" + root.resolve("app/src/main/launcher/jvm.options"));
    int main = result.output().indexOf("io.nephele.app.Main");
    assertThat(result.output().subList(main - 2, result.output().size()))
        .containsExactly(
            "-cp", "" + jar, "io.nephele.app.Main", "start", "--data", "my data", "", "$HOME", "*");
  }

  @Test
  void worksThroughLinksAndTakesFurtherOptionsOfJava() throws Exception {
    distribution();
    Files.createSymbolicLink(folder.resolve("relative"), Path.of("check out", "nephele"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("relative"));
    Result result =
        run(
            Map.of(
                "NEPHELE_JAVA_HOME", "" + jdk,
                "NEPHELE_NO_BUILD", "1",
                "NEPHELE_JAVA_OPTIONS", "-Xmx1g -Dx=y"),
            folder.resolve("link").toString(),
            "status");
    assertThat(result.output())
        .containsSubsequence("-Xmx1g", "-Dx=y", "-cp", "" + jar, "io.nephele.app.Main", "status");
  }

  @Test
  void theCacheIsNeverThatOfOtherJars() throws Exception {
    distribution();
    nephele("status");
    String hash = Files.readString(root.resolve("app/target/nephele/hash")).split(" ")[0];
    Path cache = root.resolve("app/target/nephele/nephele-" + hash + ".aot");
    Files.writeString(cache, "");
    assertThat(nephele("status").output()).contains("-XX:AOTCache=" + cache);
    Files.writeString(jar, "other classes");
    Files.setLastModifiedTime(jar, inTenSeconds());
    assertThat(nephele("status").output()).noneMatch(line -> line.startsWith("-XX:AOTCache"));
    Files.writeString(jar, "classes");
    Files.setLastModifiedTime(jar, inTenSeconds());
    assertThat(nephele("status").output()).contains("-XX:AOTCache=" + cache);
    jdk = jdk("newer", "26");
    assertThat(nephele("status").output()).noneMatch(line -> line.startsWith("-XX:AOTCache"));
  }

  private static FileTime inTenSeconds() {
    return FileTime.fromMillis(System.currentTimeMillis() + 10_000);
  }

  @Test
  void buildsWhatIsMissingOrStaleAndShowsIt() throws Exception {
    executable(
        root.resolve("mvnw"),
        """
        #!/bin/sh
        echo "[INFO] Scanning"
        echo "[INFO] Building Nephele: core 1 [1/2]"
        [ -f broken ] && { echo "[ERROR] it does not compile"; exit 1; }
        mkdir -p app/target/nephele/lib
        cat app/src/*.java >app/target/nephele/lib/nephele-app.jar
        """);
    Path source = Files.writeString(root.resolve("app/src/A.java"), "one");
    Map<String, String> environment = Map.of("NEPHELE_JAVA_HOME", "" + jdk);
    String[] start = {root.resolve("nephele").toString(), "start"};
    Result first = run(environment, start);
    assertThat(first.errors())
        .containsExactly(
            "nephele: building (the first time takes some minutes) ...",
            "nephele:   Nephele: core 1 [1/2]",
            "nephele: making the start-up cache ...");
    assertThat(caches()).hasSize(1);
    assertThat(first.output())
        .contains("-XX:AOTCache=" + caches().getFirst(), "io.nephele.app.Main", "start");

    assertThat(run(environment, start)).isEqualTo(new Result(0, first.output(), List.of()));

    Files.writeString(source, "two");
    Files.setLastModifiedTime(source, inTenSeconds());
    Result changed = run(environment, start);
    assertThat(changed.errors()).hasSize(3).first().asString().contains("building");
    assertThat(caches()).as("the old cache is gone").hasSize(1);
    assertThat(changed.output())
        .contains("-XX:AOTCache=" + caches().getFirst())
        .doesNotContainAnyElementsOf(
            first.output().stream().filter(line -> line.startsWith("-XX:AOTCache")).toList());

    Files.writeString(root.resolve("broken"), "");
    Result broken = run(environment, start);
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.output()).isEmpty();
    assertThat(broken.errors())
        .containsExactly(
            "nephele: building (the first time takes some minutes) ...",
            "nephele:   Nephele: core 1 [1/2]",
            "[ERROR] it does not compile",
            "nephele: the build failed");
  }

  private String found(Map<String, String> environment) throws Exception {
    Result result =
        run(environment, "/bin/sh", "-c", ". '" + root + "/.mvn/find-jdk.sh'; echo $JAVA_HOME");
    assertThat(result.errors()).isEmpty();
    return result.output().getLast();
  }

  @Test
  void findsAJdkThatIsNewEnough() throws Exception {
    Path newer = jdk("newer", "26-ea");
    Path old = jdk("old", "17.0.15");
    Path older = jdk("older", "1.8.0_402");
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));
    String path = System.getenv("PATH");
    assertThat(found(Map.of("NEPHELE_JAVA_HOME", "" + newer, "JAVA_HOME", "" + jdk)))
        .isEqualTo("" + newer);
    assertThat(found(Map.of("NEPHELE_JAVA_HOME", "" + old, "JAVA_HOME", "" + jdk)))
        .isEqualTo("" + jdk);
    assertThat(found(Map.of("JAVA_HOME", "" + older, "PATH", newer.resolve("bin") + ":" + path)))
        .isEqualTo("" + newer);
    assertThat(found(Map.of("JAVA_HOME", "" + runtime, "PATH", newer.resolve("bin") + ":" + path)))
        .isEqualTo("" + newer);
    Path link = Files.createDirectories(folder.resolve("links")).resolve("java");
    Files.createSymbolicLink(link, newer.resolve("bin/java"));
    assertThat(found(Map.of("PATH", link.getParent() + ":" + path))).isEqualTo("" + newer);
  }
}
