package io.nephele.app;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The commands under {@code nephele quotas}. */
final class QuotaCommands {
  private static final String PATH = "/_nephele/quotas";
  private static final String OVERRIDES = PATH + "/overrides";
  private static final String SERVICE = "--service";
  private static final String ACCOUNT = "--only-account";
  private static final String BURST = "--burst";

  private QuotaCommands() {}

  /** The commands, for the command line. */
  static CommandSpec spec() {
    CommandSpec quotas =
        CommandLineInterface.group("quotas", "Keep callers to AWS's request rates, or to others.");
    quotas.addSubcommand(
        "list",
        CommandLineInterface.command("list", "Print AWS's request rates and what is set.")
            .addOption(JsonOptions.text(SERVICE, "NAME", "only rates of that service")));
    quotas.addSubcommand("on", turn("on", "Keep callers to AWS's request rates."));
    quotas.addSubcommand("off", turn("off", "Do not keep callers to AWS's request rates."));
    quotas.addSubcommand(
        "set",
        CommandLineInterface.command("set", "Keep callers to a request rate.")
            .addPositional(CommandLineInterface.positional("SERVICE", "1", "the service"))
            .addPositional(
                CommandLineInterface.positional("OPERATION", "1", "the operation; * is a wildcard"))
            .addPositional(CommandLineInterface.positional("RATE", "1", "calls a second"))
            .addOption(JsonOptions.text(BURST, "N", "calls at once (the rate)"))
            .addOption(JsonOptions.text(ACCOUNT, "ID", "only for calls of that account"))
            .addOption(JsonOptions.text("--id", "ID", "what to call it")));
    quotas.addSubcommand(
        "delete",
        CommandLineInterface.command("delete", "Delete a rate that was set.")
            .addPositional(CommandLineInterface.positional("ID", "1", "its id")));
    quotas.addSubcommand(
        "clear", CommandLineInterface.command("clear", "Forget all that was set and switched."));
    return quotas;
  }

  private static CommandSpec turn(String name, String description) {
    return CommandLineInterface.command(name, description)
        .addOption(JsonOptions.text(SERVICE, "NAME", "only of that service"))
        .addOption(JsonOptions.text(ACCOUNT, "ID", "only for calls of that account"));
  }

  /** Runs one of them; returns the exit code. */
  static int run(ParseResult command, RunningProgram program) throws IOException {
    String name = command.commandSpec().name();
    return switch (name) {
      case "list" -> {
        String service = command.matchedOptionValue(SERVICE, (String) null);
        String query = service == null ? "" : "?service=" + encoded(service);
        yield ControlCommands.print(program, PATH + query);
      }
      case "on", "off" -> ControlCommands.ask(program, "PUT", PATH, turning(command));
      case "set" -> ControlCommands.ask(program, "POST", OVERRIDES, override(command));
      case "delete" -> {
        String id = command.matchedPositionalValue(0, "");
        yield ControlCommands.ask(program, "DELETE", OVERRIDES + "/" + encoded(id), null);
      }
      case "clear" -> ControlCommands.ask(program, "DELETE", PATH, null);
      default -> throw new IllegalStateException(name);
    };
  }

  private static String turning(ParseResult command) {
    return new JsonOptions(command)
        .with("enabled", command.commandSpec().name().equals("on"))
        .text(SERVICE, "service")
        .text(ACCOUNT, "account")
        .json();
  }

  private static String override(ParseResult command) {
    String rate = command.matchedPositionalValue(2, "");
    return new JsonOptions(command)
        .with("service", command.matchedPositionalValue(0, ""))
        .with("operation", command.matchedPositionalValue(1, ""))
        .with("rate", JsonOptions.number(command, "RATE", rate))
        .number(BURST, "burst")
        .text(ACCOUNT, "account")
        .text("--id", "id")
        .json();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
