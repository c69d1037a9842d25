package io.nephele.app;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands under {@code nephele world}. */
final class WorldCommands {
  private static final String PATH = "/_nephele/worlds";
  private static final String FROM = "--from";
  private static final String SERVICE = "--service";
  private static final String ALL = "--all";
  private static final String JSON = "--json";
  private static final String REPLACE = "--replace";

  private WorldCommands() {}

  /** The commands, for the command line. */
  static CommandSpec spec() {
    CommandSpec world =
        CommandLineInterface.group("world", "Fork, keep, restore and delete whole worlds.");
    world.addSubcommand(
        "list", CommandLineInterface.command("list", "Print the worlds and snapshots."));
    world.addSubcommand("create", named("create", "Make an empty world."));
    world.addSubcommand(
        "fork",
        named("fork", "Make a world that is what another one is now.")
            .addOption(option(FROM, "NAME", "the world or snapshot to fork")));
    world.addSubcommand("snapshot", named("snapshot", "Keep what the world is now."));
    world.addSubcommand("restore", named("restore", "Make the world what a snapshot is."));
    world.addSubcommand("delete", named("delete", "Delete a world or a snapshot."));
    world.addSubcommand(
        "diff",
        CommandLineInterface.command("diff", "Print what differs between two worlds.")
            .addPositional(CommandLineInterface.positional("BEFORE", "1", "a world or snapshot"))
            .addPositional(CommandLineInterface.positional("AFTER", "1", "another"))
            .addOption(option(SERVICE, "NAME", "only that service"))
            .addOption(flag(ALL, "also the tables of Nephele itself"))
            .addOption(flag(JSON, "as JSON")));
    world.addSubcommand(
        "export",
        CommandLineInterface.command("export", "Write the world to a file.")
            .addPositional(CommandLineInterface.positional("FILE", "1", "the file")));
    world.addSubcommand(
        "import",
        CommandLineInterface.command("import", "Make a world from a file.")
            .addPositional(CommandLineInterface.positional("FILE", "1", "the file"))
            .addPositional(CommandLineInterface.positional("NAME", "1", "the world's name"))
            .addOption(flag(REPLACE, "in place of the world of that name")));
    return world;
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build();
  }

  private static CommandSpec named(String name, String description) {
    return CommandLineInterface.command(name, description)
        .addPositional(CommandLineInterface.positional("NAME", "1", "the name"));
  }

  private static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Runs one of them; returns the exit code. */
  static int run(ParseResult command, RunningProgram program) throws IOException {
    String world = encoded(program.world());
    String name = encoded(command.matchedPositionalValue(0, ""));
    String from = encoded(command.matchedOptionValue(FROM, program.world()));
    return switch (command.commandSpec().name()) {
      case "list" -> ControlCommands.print(program, PATH + "?format=text");
      case "create" -> ControlCommands.post(program, PATH + "/create?name=" + name);
      case "fork" -> ControlCommands.post(program, PATH + "/fork?name=" + name + "&from=" + from);
      case "snapshot" ->
          ControlCommands.post(program, PATH + "/snapshot?name=" + name + "&of=" + world);
      case "restore" ->
          ControlCommands.post(program, PATH + "/restore?from=" + name + "&world=" + world);
      case "delete" -> ControlCommands.post(program, PATH + "/delete?name=" + name);
      case "diff" -> ControlCommands.print(program, diff(command));
      case "export" ->
          ControlCommands.done(
              program, program.download(PATH + "/export?name=" + world, file(command)));
      case "import" -> importFrom(command, program);
      default -> throw new IllegalStateException(command.commandSpec().name());
    };
  }

  private static String diff(ParseResult command) {
    String service = command.matchedOptionValue(SERVICE, "");
    return PATH
        + "/diff?before="
        + encoded(command.matchedPositionalValue(0, ""))
        + "&after="
        + encoded(command.matchedPositionalValue(1, ""))
        + "&all="
        + command.hasMatchedOption(ALL)
        + "&format="
        + (command.hasMatchedOption(JSON) ? "json" : "text")
        + (service.isEmpty() ? "" : "&service=" + encoded(service));
  }

  private static int importFrom(ParseResult command, RunningProgram program) throws IOException {
    Path file = file(command);
    if (!Files.isReadable(file)) {
      throw new ConfigurationException("there is no file " + file);
    }
    String query =
        "?name="
            + encoded(command.matchedPositionalValue(1, ""))
            + "&replace="
            + command.hasMatchedOption(REPLACE);
    return ControlCommands.done(program, program.upload(PATH + "/import" + query, file));
  }

  private static Path file(ParseResult command) {
    return Path.of(command.matchedPositionalValue(0, "")).toAbsolutePath();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
