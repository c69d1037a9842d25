package io.nephele.services.lambda.runtimes;

import io.nephele.machine.sandboxes.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Starts AWS's runtime client in one Java, with the cache of its classes where there is one. */
final class JavaLaunch {
  /** The first Java whose caches hold what is linked, too. */
  private static final int AOT_CACHES = 25;

  /** The first Java that can archive the classes of a run at its end. */
  private static final int ARCHIVES = 13;

  /** The first Java that warns of native code. */
  private static final int NATIVE_WARNINGS = 22;

  private static final String LIBRARIES = "/var/runtime/lib/";
  private static final String NATIVE = LIBRARIES + "libaws-lambda-jni.so";
  private static final String CACHE = "/var/runtime/classes.cache";
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private final Interpreter java;
  private final String runtime;
  private final int feature;
  private final List<Path> jars;
  private final Path nativeCode;

  /**
   * Starts that Java.
   *
   * @param nativeCode the client's own code, or null if it is to look for it
   */
  JavaLaunch(Interpreter java, String runtime, Path nativeCode) throws MissingRuntimeException {
    this.java = java;
    this.runtime = runtime;
    this.nativeCode = nativeCode;
    this.feature = Integer.parseInt(java.version());
    this.jars = JavaClient.jars();
  }

  /** Starts a handler. */
  Launch launch(
      String handler, int memoryMegabytes, String version, String note, JavaCaches caches) {
    Path cache = feature >= ARCHIVES ? caches.find(training()) : null;
    if (cache == null) {
      return launch(handler, memoryMegabytes, version, note, List.of(), List.of());
    }
    String option = feature >= AOT_CACHES ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    return launch(
        handler,
        memoryMegabytes,
        version,
        note,
        // One that does not fit any more is none, about which the function's log need not tell.
        List.of(option + CACHE, feature >= AOT_CACHES ? "-Xlog:aot*=off" : "-Xlog:cds*=off"),
        List.of(Mount.readOnly(cache, CACHE)));
  }

  private JavaCaches.Training training() {
    String ending = feature >= AOT_CACHES ? ".aot" : ".jsa";
    String name = "java-" + java.version() + "-" + fingerprint() + ending;
    String option = feature >= AOT_CACHES ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    int memory = 512;
    List<String> options = List.of(option + JavaCaches.OUTPUT + "/" + name);
    return new JavaCaches.Training(
        name, runtime, launch(JavaCaches.HANDLER, memory, "java", null, options, List.of()));
  }

  private Launch launch(
      String handler,
      int memoryMegabytes,
      String version,
      String note,
      List<String> options,
      List<Mount> more) {
    List<Mount> mounts = new ArrayList<>(java.mounts());
    List<String> classPath = new ArrayList<>();
    for (Path jar : jars) {
      String place = LIBRARIES + jar.getFileName();
      mounts.add(Mount.readOnly(jar, place));
      classPath.add(place);
    }
    mounts.addAll(more);
    List<String> command = new ArrayList<>();
    command.add(java.program().toString());
    command.addAll(options);
    command.add("-Xmx" + JavaClient.heapMegabytes(memoryMegabytes) + "m");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    if (feature >= NATIVE_WARNINGS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Djava.net.preferIPv4Stack=true");
    if (nativeCode != null) {
      mounts.add(Mount.readOnly(nativeCode, NATIVE));
      command.add("-D" + JavaClient.NATIVE_PROPERTY + "=" + NATIVE);
    }
    command.addAll(List.of("-cp", String.join(":", classPath), MAIN, handler));
    return new Launch(command, Map.of(), mounts, version, note);
  }

  /** Changes whenever a JVM would refuse a cache that was made before. */
  private String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(java.home().resolve("release")));
      for (Path jar : jars) {
        String stamp =
            jar + "/" + Files.size(jar) + "/" + Files.getLastModifiedTime(jar).toMillis();
        digest.update(stamp.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
