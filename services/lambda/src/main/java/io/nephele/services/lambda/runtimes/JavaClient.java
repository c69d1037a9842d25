package io.nephele.services.lambda.runtimes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** AWS's own client of the Runtime API for Java, which Nephele has among its libraries. */
final class JavaClient {
  private static final List<String> JARS =
      List.of(
          "aws-lambda-java-core",
          "aws-lambda-java-serialization",
          "aws-lambda-java-runtime-interface-client",
          "utils-lite");

  /** What a JVM takes beside its heap. */
  private static final int LEAST_HEAP = 64;

  private JavaClient() {}

  /**
   * Its jars.
   *
   * @throws MissingRuntimeException if they are not on Nephele's own class path
   */
  static List<Path> jars() throws MissingRuntimeException {
    List<Path> found = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry);
      String name = file.getFileName() == null ? "" : file.getFileName().toString();
      if (JARS.stream().anyMatch(jar -> name.startsWith(jar + "-")) && Files.isReadable(file)) {
        found.add(file.toAbsolutePath());
      }
    }
    if (found.size() < JARS.size()) {
      throw new MissingRuntimeException(
          "Functions in Java need com.amazonaws:aws-lambda-java-runtime-interface-client on"
              + " Nephele's class path");
    }
    return found;
  }

  /** How large the heap may be, as AWS chooses it. */
  static int heapMegabytes(int memoryMegabytes) {
    return Math.max(LEAST_HEAP, memoryMegabytes * 85 / 100);
  }
}
