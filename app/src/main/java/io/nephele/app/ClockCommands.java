package io.nephele.app;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The commands under {@code nephele clock}. */
final class ClockCommands {
  static final String GROUP = "clock";
  private static final String PATH = "/_nephele/clock?format=text";

  private ClockCommands() {}

  /** The commands, for the command line. */
  static CommandSpec spec() {
    CommandSpec clock = CommandLineInterface.group(GROUP, "Show and turn the world's clock.");
    clock.addSubcommand("show", CommandLineInterface.command("show", "Print the time."));
    clock.addSubcommand(
        "advance",
        with(
            "advance",
            "Go on by a length of time, and do all that falls due on the way.",
            "LENGTH",
            "such as 4d, 1h30m, 90s or PT96H"));
    clock.addSubcommand(
        "set",
        with(
            "set",
            "Go on to a time, and do all that falls due on the way.",
            "TIME",
            "such as 2026-11-21T18:20:00Z or 2026-11-21"));
    clock.addSubcommand(
        "jump", CommandLineInterface.command("jump", "Go on to when the next thing is due."));
    clock.addSubcommand("freeze", CommandLineInterface.command("freeze", "Stand still."));
    clock.addSubcommand("resume", CommandLineInterface.command("resume", "Run at speed 1."));
    clock.addSubcommand(
        "speed",
        with("speed", "Run faster or slower.", "SPEED", "seconds of the world in one second"));
    return clock;
  }

  private static CommandSpec with(
      String name, String description, String label, String parameterDescription) {
    return CommandLineInterface.command(name, description)
        .addPositional(CommandLineInterface.positional(label, "1", parameterDescription));
  }

  /** Runs one of them, or shows the time; returns the exit code. */
  static int run(ParseResult command, RunningProgram program) throws IOException {
    String name = command.commandSpec().name();
    return switch (name) {
      case GROUP, "show" -> ControlCommands.print(program, PATH);
      case "advance", "set", "speed" ->
          ControlCommands.postAndPrint(
              program, PATH + "&" + name + "=" + encoded(command.matchedPositionalValue(0, "")));
      case "freeze", "resume", "jump" -> ControlCommands.postAndPrint(program, PATH + "&" + name);
      default -> throw new IllegalStateException(name);
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
