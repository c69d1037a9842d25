package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a program that users have, as they would: a process of its own with AWS's environment
 * variables.
 */
final class ExternalTool {
  private static final long TIMEOUT_MINUTES = 5;

  private final Path folder;
  private final Map<String, String> environment;

  private ExternalTool(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** What a run printed and how it ended. */
  record Result(int exitCode, String output) {
    /** The trimmed output of a run that has to have succeeded. */
    String succeeded() {
      assertThat(exitCode).as(output).isZero();
      return output.trim();
    }
  }

  /**
   * Programs run in that folder against that endpoint; the machine's own AWS settings are out of
   * sight.
   */
  static ExternalTool in(Path folder, URI endpoint) {
    return new ExternalTool(
        folder,
        Map.of(
            "AWS_ENDPOINT_URL", endpoint.toString(),
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            "AWS_REGION", "us-east-1",
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_CONFIG_FILE", "/nonexistent",
            "AWS_SHARED_CREDENTIALS_FILE", "/nonexistent",
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_PAGER", ""));
  }

  /** The same with a further environment variable. */
  ExternalTool with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new ExternalTool(folder, more);
  }

  /** The same without an access key. */
  ExternalTool withoutKey() {
    Map<String, String> less = new HashMap<>(environment);
    less.remove("AWS_ACCESS_KEY_ID");
    less.remove("AWS_SECRET_ACCESS_KEY");
    return new ExternalTool(folder, less);
  }

  /** Skips the test where the machine lacks the program. */
  static void assumePresent(String... command) {
    boolean present;
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      present = process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      present = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      present = false;
    }
    assumeTrue(
        present, "skipped: `" + String.join(" ", command) + "` does not run on this machine");
  }

  /** Copies files from this package's resources into the folder. */
  ExternalTool files(String resourceFolder, String... names) {
    for (String name : names) {
      try (InputStream in =
          ExternalTool.class.getResourceAsStream(
              resourceFolder.isEmpty() ? name : resourceFolder + "/" + name)) {
        Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  /** Runs a command to its end. */
  Result run(String... command) {
    return run(List.of(command));
  }

  /** Runs a command to its end. */
  Result run(List<String> command) {
    try {
      Path output = Files.createTempFile(folder, "output", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        kill(process);
      }
      return new Result(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  private static void kill(Process process) {
    try (Stream<ProcessHandle> children = process.descendants()) {
      children.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }
}
