package io.nephele.app;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands under {@code nephele world}. */
final class WorldCommands {
  private static final String PATH = "/_nephele/worlds";
  private static final String FROM = "--from";

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
            .addOption(from("the world or snapshot to fork")));
    world.addSubcommand("snapshot", named("snapshot", "Keep what the world is now."));
    world.addSubcommand("restore", named("restore", "Make the world what a snapshot is."));
    world.addSubcommand("delete", named("delete", "Delete a world or a snapshot."));
    return world;
  }

  private static CommandSpec named(String name, String description) {
    return CommandLineInterface.command(name, description)
        .addPositional(CommandLineInterface.positional("NAME", "1", "the name"));
  }

  private static OptionSpec from(String description) {
    return OptionSpec.builder(FROM)
        .type(String.class)
        .paramLabel("NAME")
        .description(description)
        .build();
  }

  /** Runs one of them; returns the exit code. */
  static int run(ParseResult command, RunningProgram program) throws IOException {
    String world = encoded(program.world());
    String name = encoded(command.matchedPositionalValue(0, ""));
    String from = encoded(command.matchedOptionValue(FROM, program.world()));
    return switch (command.commandSpec().name()) {
      case "list" -> ControlCommands.print(program, PATH);
      case "create" -> ControlCommands.post(program, PATH + "/create?name=" + name);
      case "fork" -> ControlCommands.post(program, PATH + "/fork?name=" + name + "&from=" + from);
      case "snapshot" ->
          ControlCommands.post(program, PATH + "/snapshot?name=" + name + "&of=" + world);
      case "restore" ->
          ControlCommands.post(program, PATH + "/restore?from=" + name + "&world=" + world);
      case "delete" -> ControlCommands.post(program, PATH + "/delete?name=" + name);
      default -> throw new IllegalStateException(command.commandSpec().name());
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
