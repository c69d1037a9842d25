package io.nephele.app;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands under {@code nephele faults}. */
final class FaultCommands {
  private static final String PATH = "/_nephele/faults";
  private static final String ERROR = "--error";
  private static final String THROTTLE = "--throttle";
  private static final String LATENCY = "--latency";
  private static final String DROP = "--drop";

  private FaultCommands() {}

  /** The commands, for the command line. */
  static CommandSpec spec() {
    CommandSpec faults = CommandLineInterface.group("faults", "Have calls fail on demand.");
    faults.addSubcommand(
        "list", CommandLineInterface.command("list", "Print the faults and how often they fired."));
    faults.addSubcommand(
        "hits", CommandLineInterface.command("hits", "Print the last calls that faults befell."));
    faults.addSubcommand("add", add());
    faults.addSubcommand(
        "delete",
        CommandLineInterface.command("delete", "Delete a fault.")
            .addPositional(CommandLineInterface.positional("ID", "1", "the fault's id")));
    faults.addSubcommand("clear", CommandLineInterface.command("clear", "Delete all faults."));
    return faults;
  }

  private static CommandSpec add() {
    return CommandLineInterface.command(
            "add", "Add a fault: an error, throttling, latency or drop.")
        .addOption(JsonOptions.text(ERROR, "CODE", "answer an error of that code"))
        .addOption(JsonOptions.flag(THROTTLE, "answer as the service does to calls too fast"))
        .addOption(JsonOptions.text(LATENCY, "MILLIS", "hold calls so many milliseconds"))
        .addOption(JsonOptions.flag(DROP, "close the connection without an answer"))
        .addOption(JsonOptions.flag("--after", "let the service do its work first"))
        .addOption(JsonOptions.text("--status", "STATUS", "the error's HTTP status"))
        .addOption(JsonOptions.text("--message", "TEXT", "the error's message"))
        .addOption(JsonOptions.text("--jitter", "MILLIS", "up to so much more latency"))
        .addOption(JsonOptions.text("--service", "NAME", "only calls of that service"))
        .addOption(JsonOptions.text("--operation", "NAME", "only that operation; * is a wildcard"))
        .addOption(JsonOptions.text("--resource", "ARN", "only calls about that ARN or name"))
        .addOption(JsonOptions.text("--only-account", "ID", "only calls of that account"))
        .addOption(JsonOptions.text("--only-region", "REGION", "only calls in that region"))
        .addOption(JsonOptions.text("--principal", "ARN", "only calls of that caller"))
        .addOption(JsonOptions.text("--probability", "P", "how likely, from 0 to 1 (1)"))
        .addOption(JsonOptions.text("--count", "N", "how often before it is spent"))
        .addOption(JsonOptions.text("--from", "TIME", "when it begins"))
        .addOption(JsonOptions.text("--until", "TIME", "when it ends"))
        .addOption(JsonOptions.text("--seed", "N", "what chance is drawn from"))
        .addOption(JsonOptions.text("--id", "ID", "what to call it"));
  }

  /** Runs one of them; returns the exit code. */
  static int run(ParseResult command, RunningProgram program) throws IOException {
    return switch (command.commandSpec().name()) {
      case "list" -> ControlCommands.print(program, PATH);
      case "hits" -> ControlCommands.print(program, PATH + "/hits");
      case "add" -> ControlCommands.ask(program, "POST", PATH, rule(command));
      case "delete" -> {
        String id = command.matchedPositionalValue(0, "");
        String path = PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        yield ControlCommands.ask(program, "DELETE", path, null);
      }
      case "clear" -> ControlCommands.ask(program, "DELETE", PATH, null);
      default -> throw new IllegalStateException(command.commandSpec().name());
    };
  }

  private static String rule(ParseResult command) {
    return new JsonOptions(command)
        .with("what", kind(command))
        .with("when", command.hasMatchedOption("--after") ? "after" : "before")
        .text(ERROR, "code")
        .number("--status", "status")
        .text("--message", "message")
        .number(LATENCY, "latencyMillis")
        .number("--jitter", "jitterMillis")
        .text("--service", "service")
        .text("--operation", "operation")
        .text("--resource", "resource")
        .text("--only-account", "account")
        .text("--only-region", "region")
        .text("--principal", "principal")
        .number("--probability", "probability")
        .number("--count", "count")
        .text("--from", "from")
        .text("--until", "until")
        .number("--seed", "seed")
        .text("--id", "id")
        .json();
  }

  private static String kind(ParseResult command) {
    String kind = null;
    for (String option : new String[] {ERROR, THROTTLE, LATENCY, DROP}) {
      if (command.hasMatchedOption(option)) {
        if (kind != null) {
          throw wrong(command, kind, option);
        }
        kind = option;
      }
    }
    if (kind == null) {
      throw new ParameterException(
          command.commandSpec().commandLine(),
          "one of --error, --throttle, --latency and --drop is needed");
    }
    return kind.substring(2);
  }

  private static ParameterException wrong(ParseResult command, String one, String other) {
    return new ParameterException(
        command.commandSpec().commandLine(), one + " and " + other + " exclude each other");
  }
}
