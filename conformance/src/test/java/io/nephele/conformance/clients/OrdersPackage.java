package io.nephele.conformance.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * The functions of {@link OrdersApplication} in one language, built as their authors do: libraries
 * from the language's registry, all of it in an archive. What is fetched is kept in the build
 * folder; a test is skipped where the machine lacks a tool or the registry cannot be reached.
 *
 * @param runtime what Lambda is to run them with
 * @param archive the zip file
 * @param store the handler of the function that stores
 * @param announce the handler of the function that announces
 */
record OrdersPackage(String runtime, Path archive, String store, String announce) {
  private static final Path BUILD = Path.of("target", "orders").toAbsolutePath();
  private static final Set<String> RUNTIMES =
      Set.of(
          "python3.10",
          "python3.11",
          "python3.12",
          "python3.13",
          "python3.14",
          "nodejs20.x",
          "nodejs22.x",
          "nodejs24.x",
          "java21",
          "java25");

  private static final URI NOWHERE = URI.create("http://localhost");

  /** In Python, with Powertools and a library of native code. */
  static OrdersPackage python() {
    ExternalTool.assumePresent("python3", "-c", "import boto3, pip");
    Path folder = sources("python", "requirements.txt", "store.py", "announce.py");
    Path libraries = folder.resolve("package");
    if (!Files.exists(libraries)) {
      fetch(
          folder,
          libraries,
          "python3",
          "-m",
          "pip",
          "install",
          "--quiet",
          "--no-compile",
          "--requirement=requirements.txt",
          "--target=fetched");
    }
    String runtime =
        runtime(
            "python"
                + ExternalTool.in(folder, NOWHERE)
                    .run("python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
                    .succeeded());
    Path archive = folder.resolve("orders.zip");
    zip(
        archive,
        new Part(libraries, ""),
        new Part(folder.resolve("store.py"), "store.py"),
        new Part(folder.resolve("announce.py"), "announce.py"));
    return new OrdersPackage(runtime, archive, "store.handler", "announce.handler");
  }

  /** In JavaScript as ES modules, with Powertools and the SDK. */
  static OrdersPackage node() {
    ExternalTool.assumePresent("npm", "--version");
    ExternalTool.assumePresent("node", "--version");
    Path folder = sources("node", "package.json", "store.js", "announce.js");
    Path libraries = folder.resolve("node_modules");
    if (!Files.exists(libraries.resolve(".package-lock.json"))) {
      fetch(folder, libraries, "npm", "install", "--no-audit", "--no-fund", "--silent");
    }
    String runtime =
        runtime(
            "nodejs"
                + ExternalTool.in(folder, NOWHERE)
                    .run("node", "-p", "process.versions.node.split('.')[0]")
                    .succeeded()
                + ".x");
    Path archive = folder.resolve("orders.zip");
    zip(
        archive,
        new Part(libraries, "node_modules/"),
        new Part(folder.resolve("package.json"), "package.json"),
        new Part(folder.resolve("store.js"), "store.js"),
        new Part(folder.resolve("announce.js"), "announce.js"));
    return new OrdersPackage(runtime, archive, "store.handler", "announce.handler");
  }

  /** In Java, with Powertools, the SDK and Log4j. */
  static OrdersPackage java() {
    String runtime = runtime("java" + Runtime.version().feature());
    Path folder = sources("java", "pom.xml", "log4j2.xml", "shop/Store.java", "shop/Announce.java");
    Path libraries = folder.resolve("lib");
    if (!Files.exists(libraries)) {
      fetch(
          folder,
          libraries,
          Path.of("..", "mvnw").toAbsolutePath().normalize().toString(),
          "--batch-mode",
          "--quiet",
          "dependency:copy-dependencies",
          "-DincludeScope=runtime",
          "-DoutputDirectory=fetched");
    }
    Path classes = folder.resolve("classes");
    compile(folder, libraries, classes);
    Path archive = folder.resolve("orders.zip");
    zip(
        archive,
        new Part(libraries, "lib/"),
        new Part(classes, ""),
        new Part(folder.resolve("log4j2.xml"), "log4j2.xml"));
    return new OrdersPackage(runtime, archive, "shop.Store", "shop.Announce");
  }

  /** What Lambda knows of the versions that machines have. */
  private static String runtime(String name) {
    assumeTrue(RUNTIMES.contains(name), () -> "skipped: Lambda has no runtime " + name);
    return name;
  }

  /** The program's files in a folder of the build. */
  private static Path sources(String language, String... names) {
    Path folder = BUILD.resolve(language);
    try {
      for (String name : names) {
        Files.createDirectories(folder.resolve(name).getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ExternalTool.in(folder, NOWHERE).files("orders/" + language, names);
    return folder;
  }

  /**
   * Fetches libraries. Tools that can be told where to put them do so beside their place, so that
   * one that was interrupted leaves nothing that looks whole.
   */
  private static void fetch(Path folder, Path libraries, String... command) {
    ExternalTool.Result result = ExternalTool.in(folder, NOWHERE).run(command);
    assumeTrue(
        result.exitCode() == 0,
        () -> "skipped: `" + String.join(" ", command) + "` fails here: " + result.output());
    Path fetched = folder.resolve("fetched");
    try {
      if (Files.exists(fetched)) {
        Files.move(fetched, libraries);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path folder, Path libraries, Path classes) {
    try (Stream<Path> jars = Files.list(libraries)) {
      List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none"));
      String classPath = String.join(":", jars.map(Path::toString).sorted().toList());
      arguments.addAll(List.of("-cp", classPath, "-d", classes.toString()));
      arguments.add(folder.resolve("shop/Store.java").toString());
      arguments.add(folder.resolve("shop/Announce.java").toString());
      int failed =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      if (failed != 0) {
        throw new IllegalStateException("the application does not compile");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file or folder of an archive.
   *
   * @param place its name there; that of a folder ends with a slash or is empty
   */
  private record Part(Path source, String place) {}

  private static void zip(Path archive, Part... parts) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (Part part : parts) {
        try (Stream<Path> files = Files.walk(part.source())) {
          for (Path file : files.filter(OrdersPackage::isShipped).sorted().toList()) {
            String below = part.source().relativize(file).toString();
            zip.putNextEntry(new ZipEntry(part.place() + below));
            Files.copy(file, zip);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What only editors and browsers read makes packages larger, so that authors leave it out. */
  private static boolean isShipped(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && !name.endsWith(".d.ts")
        && !name.endsWith(".map")
        && !name.contains("/dist-es/")
        && !name.contains("/dist-types/");
  }
}
