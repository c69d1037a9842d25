package io.nephele.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Runs many command lines one after another in one further process, so that each may have standard
 * output and standard error to itself.
 */
final class CommandLoop implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer lines;

  /** What a command did. */
  record Result(int exitCode, String output, String errors) {}

  private CommandLoop(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.lines = process.outputWriter(UTF_8);
  }

  /** A process that runs commands in a folder. */
  static CommandLoop start(Path folder) throws IOException {
    Path errors = folder.resolve("commands.stderr");
    return new CommandLoop(
        ProgramProcess.java(folder, errors, Map.of(), CommandLoop.class.getName()));
  }

  /** Runs one command line and returns when it has ended. */
  synchronized Result run(String... arguments) throws IOException {
    lines.write(String.join("\t", arguments) + "\n");
    lines.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IllegalStateException("The process of the commands ended");
    }
    String[] parts = answer.split("\t", -1);
    return new Result(Integer.parseInt(parts[0]), decode(parts[1]), decode(parts[2]));
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The further process. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      System.setOut(new PrintStream(output, true, UTF_8));
      System.setErr(new PrintStream(errors, true, UTF_8));
      int exitCode = Main.run(line.isEmpty() ? new String[0] : line.split("\t", -1));
      System.out.flush();
      answers.println(exitCode + "\t" + encode(output) + "\t" + encode(errors));
    }
  }

  private static String encode(ByteArrayOutputStream bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
