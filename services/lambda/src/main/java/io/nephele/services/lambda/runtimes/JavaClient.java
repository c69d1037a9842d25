package io.nephele.services.lambda.runtimes;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /** The program's own code is in its jar, from which it would unpack it at every start. */
  private static final String NATIVE = "/jni/libaws-lambda-jni.linux-";

  /** Where it looks for that code instead. */
  static final String NATIVE_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

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

  /**
   * Unpacks its code.
   *
   * @return whether there is code for this machine
   */
  static boolean unpackNative(Path target) throws IOException {
    // Systems of musl have other code, which the client finds itself.
    if (hasMusl()) {
      return false;
    }
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    try (InputStream in = JavaClient.class.getResourceAsStream(NATIVE + architecture + ".so")) {
      if (in == null) {
        return false;
      }
      Files.createDirectories(target.getParent());
      Files.copy(in, target);
      return true;
    }
  }

  private static boolean hasMusl() throws IOException {
    try (DirectoryStream<Path> linkers = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
      return linkers.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** How large the heap may be, so that there is room for what a JVM needs beside it. */
  static int heapMegabytes(int memoryMegabytes) {
    return Math.max(LEAST_HEAP, memoryMegabytes * HEAP_PERCENT / 100);
  }
}
