package io.nephele.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program in a process of its own, run with the options of {@code ./nephele} but from the
 * test's class path. It works in the folder that it is given, and only what it is told is in its
 * environment.
 */
final class ProgramProcess implements AutoCloseable {
  private static final Path LAUNCHER = Path.of("src", "main", "launcher").toAbsolutePath();

  private final Process process;
  private final BufferedReader output;
  private final Path errors;
  private final List<String> banner = new ArrayList<>();

  private ProgramProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
    this.errors = errors;
  }

  /** Starts a Java program whose class path is the test's. */
  static Process java(
      Path folder, Path errors, Map<String, String> environment, String main, String... arguments)
      throws IOException {
    Path options = Files.createTempFile(folder, "java", ".options");
    // In a file, as it is longer than a process can tell about itself.
    Files.writeString(options, "-cp \"" + System.getProperty("java.class.path") + "\"\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + LAUNCHER.resolve("jvm.options"));
    command.add("@" + options);
    command.add("-Djava.util.logging.config.file=" + LAUNCHER.resolve("logging.properties"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add(main);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(errors.toFile());
    return builder.start();
  }

  /** Runs the program. */
  static ProgramProcess run(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    Path errors = Files.createTempFile(folder, "program", ".stderr");
    return new ProgramProcess(
        java(folder, errors, environment, Main.class.getName(), arguments), errors);
  }

  /** Runs the program and returns when it is ready. */
  static ProgramProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    ProgramProcess program = run(folder, environment, arguments);
    for (String line = ""; !line.equals("Ready."); program.banner.add(line)) {
      line = program.output.readLine();
      if (line == null) {
        program.close();
        throw new IllegalStateException(
            "It ended before it was ready: " + program.banner + program.errors());
      }
    }
    return program;
  }

  /** What it printed until it was ready. */
  List<String> banner() {
    return banner;
  }

  /** The endpoint that it told. */
  URI endpoint() {
    String line =
        banner.stream().filter(l -> l.startsWith("  Endpoint ")).findFirst().orElseThrow();
    return URI.create(line.strip().split(" +")[1]);
  }

  /** Waits until it has ended and returns its exit code. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** All that it printed and was not read yet, until it has ended. */
  String restOfOutput() throws IOException {
    return output.readAllAsString();
  }

  /** What is on its standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Asks it to end, as a shell or an init system does. */
  void terminate() {
    process.toHandle().destroy(); // which, unlike destroy(), leaves the output readable
  }

  /** Ends it at once, whatever it is doing. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Calls an operation of SQS and returns the response's body. */
  static String sqs(URI endpoint, String accessKey, String operation, String json)
      throws IOException, InterruptedException {
    return json(endpoint, accessKey, "sqs", "AmazonSQS." + operation, json);
  }

  /** Calls an operation of a service that speaks JSON and returns the response's body. */
  static String json(URI endpoint, String accessKey, String service, String target, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("X-Amz-Target", target)
            .header(
                "Content-Type", "application/x-amz-json-" + (service.equals("sqs") ? "1.0" : "1.1"))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + accessKey
                    + "/20260101/us-east-1/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return send(request).body();
  }

  /** Posts nothing to a control endpoint and returns the status. */
  static int post(URI endpoint, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(endpoint.resolve(path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build())
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
