package io.nephele.bench.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * A language that functions are written in, as this machine has it.
 *
 * @param title what the tables call it
 * @param runtime Lambda's identifier of the version that is here
 * @param handler the handler of functions
 * @param bare the command that only starts and ends the language's own program
 * @param archive a function that returns its event
 */
record Language(String title, String runtime, String handler, List<String> bare, byte[] archive) {
  /** The languages that this machine has, of those. */
  static Language of(String name, Path folder) throws IOException, InterruptedException {
    return switch (name) {
      case "python" -> {
        // Not the launcher of a version manager.
        String program = output("python3", "-c", "import sys; print(sys.executable)");
        String version = output(program, "-c", "import sys; print('%d.%d' % sys.version_info[:2])");
        yield new Language(
            "Python",
            "python" + version,
            "index.handler",
            List.of(program, "-c", "pass"),
            zip("index.py", "def handler(event, context):\n  return event\n"));
      }
      case "node" -> {
        String major = output("node", "-p", "process.versions.node.split('.')[0]");
        yield new Language(
            "Node.js",
            "nodejs" + major + ".x",
            "index.handler",
            List.of(output("node", "-p", "process.execPath"), "-e", "0"),
            zip("index.mjs", "export const handler = async (event) => event;\n"));
      }
      case "java" -> java(folder);
      default -> throw new IllegalArgumentException("No language " + name);
    };
  }

  /** A function in Python whose event takes that many seconds. */
  static byte[] sleeper(double seconds) throws IOException {
    return zip(
        "index.py", "import time\ndef handler(event, context):\n  time.sleep(" + seconds + ")\n");
  }

  private static Language java(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path source = folder.resolve("Echo.java");
    Files.writeString(
        source,
        """
        import java.util.Map;

        public class Echo {
          public static void main(String[] arguments) {}

          public Object handle(Map<String, Object> event) {
            return event;
          }
        }
        """);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
    if (failed != 0) {
      throw new IOException("The function in Java does not compile");
    }
    String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Language(
        "Java",
        "java" + Runtime.version().feature(),
        "Echo::handle",
        List.of(
            program,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            folder.toString(),
            "Echo"),
        zip("Echo.class", Files.readAllBytes(folder.resolve("Echo.class"))));
  }

  private static byte[] zip(String name, String content) throws IOException {
    return zip(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  /** How long its own program takes from its start to its end, in nanoseconds. */
  long startBare() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(bare)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException("Does not run: " + String.join(" ", bare));
    }
    return System.nanoTime() - begun;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("Does not run: " + String.join(" ", command));
    }
    return output.strip();
  }
}
