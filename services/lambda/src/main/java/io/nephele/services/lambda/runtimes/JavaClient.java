package io.nephele.services.lambda.runtimes;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** AWS's own client of the Runtime API for Java, which Nephele has among its libraries. */
final class JavaClient {
  /** A class of each of its jars, which is how they are found, wherever they lie. */
  private static final List<String> CLASSES =
      List.of(
          "com/amazonaws/services/lambda/runtime/Context.class",
          "com/amazonaws/services/lambda/runtime/serialization/PojoSerializer.class",
          "com/amazonaws/services/lambda/runtime/api/client/AWSLambda.class",
          "software/amazon/awssdk/utilslite/SdkInternalThreadLocal.class");

  private static final int LEAST_HEAP = 64;
  private static final int HEAP_PERCENT = 85;

  private JavaClient() {}

  /**
   * Its jars.
   *
   * @throws MissingRuntimeException if they are not on Nephele's own class path
   */
  static List<Path> jars() throws MissingRuntimeException {
    List<Path> found = new ArrayList<>();
    for (String name : CLASSES) {
      URL place = JavaClient.class.getClassLoader().getResource(name);
      try {
        if (place != null && place.openConnection() instanceof JarURLConnection jar) {
          found.add(Path.of(jar.getJarFileURL().toURI()));
          continue;
        }
      } catch (IOException | URISyntaxException e) {
        // As if it were not there.
      }
      throw new MissingRuntimeException(
          "Functions in Java need com.amazonaws:aws-lambda-java-runtime-interface-client on"
              + " Nephele's class path");
    }
    return found;
  }

  /** How large the heap may be, so that there is room for what a JVM needs beside it. */
  static int heapMegabytes(int memoryMegabytes) {
    return Math.max(LEAST_HEAP, memoryMegabytes * HEAP_PERCENT / 100);
  }
}
