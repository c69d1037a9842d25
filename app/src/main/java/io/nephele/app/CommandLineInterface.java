package io.nephele.app;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line, put together by hand rather than by annotations: that starts faster. */
final class CommandLineInterface {
  private static final String CONFIG = "--config";
  private static final String SERVICE = "--service";
  private static final String RESET_ACCOUNT = "--only-account";
  private static final String FOLLOW = "--follow";

  /** What only concerns how a program starts. */
  private static final Set<Setting> OF_START =
      EnumSet.of(Setting.DETACH, Setting.SEED, Setting.CLOCK, Setting.ROOT_KEY);

  private CommandLineInterface() {}

  /** Runs a command line and returns the exit code. */
  static int run(String[] args) {
    CommandLine line = new CommandLine(spec());
    line.setAbbreviatedOptionsAllowed(false);
    try {
      ParseResult result = line.parseArgs(args);
      Integer help = CommandLine.executeHelpRequest(result);
      if (help != null) {
        return ExitCodes.OK;
      }
      if (!result.hasSubcommand()) {
        line.usage(System.out);
        return args.length == 0 ? ExitCodes.OK : ExitCodes.USAGE;
      }
      return run(result.subcommand());
    } catch (ParameterException e) {
      String message = e.getMessage().lines().findFirst().orElse("wrong command line");
      System.err.println("nephele: " + message + " (see nephele --help)");
      return ExitCodes.USAGE;
    }
  }

  private static int run(ParseResult command) {
    Map<Setting, String> options = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = command.matchedOptionValue(setting.option(), (String) null);
      if (value != null) {
        options.put(setting, value);
      }
    }
    String config = command.matchedOptionValue(CONFIG, (String) null);
    String name = command.commandSpec().name();
    if (command.hasSubcommand()) {
      return run(command.subcommand());
    }
    if (!command.commandSpec().subcommands().isEmpty() && !name.equals(ClockCommands.GROUP)) {
      // A group of commands does nothing itself.
      command.commandSpec().commandLine().usage(System.out);
      return ExitCodes.USAGE;
    }
    if (name.equals("start")) {
      return StartCommand.run(options, config);
    }
    Supplier<Settings> settings =
        () -> Settings.read(options, config, System.getenv(), Path.of(""));
    if (command.commandSpec().parent().name().equals("world")) {
      return ControlCommands.run(
          settings, commands -> WorldCommands.run(command, commands.program()));
    }
    if (name.equals(ClockCommands.GROUP)
        || command.commandSpec().parent().name().equals(ClockCommands.GROUP)) {
      return ControlCommands.run(
          settings, commands -> ClockCommands.run(command, commands.program()));
    }
    if (command.commandSpec().parent().name().equals("faults")) {
      return ControlCommands.run(
          settings, commands -> FaultCommands.run(command, commands.program()));
    }
    if (command.commandSpec().parent().name().equals("quotas")) {
      return ControlCommands.run(
          settings, commands -> QuotaCommands.run(command, commands.program()));
    }
    return ControlCommands.run(
        settings,
        commands ->
            switch (name) {
              case "stop" -> commands.stop();
              case "status" -> commands.status();
              case "env" -> commands.env();
              case "logs" -> commands.logs(command.hasMatchedOption(FOLLOW));
              case "coverage" -> commands.coverage();
              case "why" -> commands.why(command.matchedPositionalValue(0, (String) null));
              case "suggest" -> commands.suggest(command.matchedPositionalValue(0, (String) null));
              case "reset" ->
                  commands.reset(
                      command.matchedOptionValue(SERVICE, (String) null),
                      command.matchedOptionValue(RESET_ACCOUNT, (String) null));
              default -> throw new IllegalStateException(name);
            });
  }

  private static CommandSpec spec() {
    CommandSpec root =
        CommandSpec.create()
            .name("nephele")
            .version(Version.read())
            .addOption(help())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("print the version")
                    .build());
    root.usageMessage()
        .description("A local AWS.")
        .footer(
            "",
            "Every option is also an environment variable (--port: NEPHELE_PORT) and a key of"
                + " nephele.yaml (port: 4566).",
            "Exit codes: 2 a wrong option or value, a taken port, an unwritable folder; 3 not"
                + " running.");
    root.addSubcommand("start", command("start", "Start, in the foreground or with --detach."));
    root.addSubcommand("stop", command("stop", "Stop the one that runs."));
    root.addSubcommand("status", command("status", "Tell whether one runs."));
    root.addSubcommand(
        "env", command("env", "Print the exports for a shell: eval \"$(nephele env)\"."));
    root.addSubcommand(
        "reset",
        command("reset", "Empty the world.")
            .addOption(
                OptionSpec.builder(SERVICE)
                    .type(String.class)
                    .paramLabel("NAME")
                    .description("only that service")
                    .build())
            .addOption(
                OptionSpec.builder(RESET_ACCOUNT)
                    .type(String.class)
                    .paramLabel("ID")
                    .description("only that account")
                    .build()));
    root.addSubcommand(
        "logs",
        command("logs", "Print the log of the one in the background.")
            .addOption(
                OptionSpec.builder("-f", FOLLOW)
                    .type(boolean.class)
                    .arity("0")
                    .description("go on printing what comes")
                    .build()));
    root.addSubcommand("coverage", command("coverage", "Print which operations are implemented."));
    root.addSubcommand(
        "why",
        command("why", "Explain the last denied calls, or the call of a request id.")
            .addPositional(positional("REQUEST_ID", "0..1", "the id that a response carried")));
    CommandSpec iam = group("iam", "Ask about identities.");
    iam.addSubcommand(
        "suggest",
        command("suggest", "Print the least policy that allows what an identity did.")
            .addPositional(positional("ARN", "1", "the user's, role's or root user's ARN")));
    root.addSubcommand("iam", iam);
    root.addSubcommand("world", WorldCommands.spec());
    root.addSubcommand(ClockCommands.GROUP, ClockCommands.spec());
    root.addSubcommand("faults", FaultCommands.spec());
    root.addSubcommand("quotas", QuotaCommands.spec());
    return root;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("print this help")
        .build();
  }

  /** A command that only has others under it. */
  static CommandSpec group(String name, String description) {
    CommandSpec group = CommandSpec.create().name(name).addOption(help());
    group.usageMessage().description(description);
    return group;
  }

  /** A parameter without a name. */
  static PositionalParamSpec positional(String label, String arity, String description) {
    return PositionalParamSpec.builder()
        .type(String.class)
        .paramLabel(label)
        .arity(arity)
        .required(!arity.startsWith("0"))
        .description(description)
        .build();
  }

  /** A command with the options that all have. */
  static CommandSpec command(String name, String description) {
    CommandSpec command = CommandSpec.create().name(name).addOption(help());
    command.usageMessage().description(description);
    for (Setting setting : Setting.values()) {
      if (name.equals("start") ? setting == Setting.WORLD : OF_START.contains(setting)) {
        continue;
      }
      OptionSpec.Builder option =
          OptionSpec.builder(setting.option())
              .type(String.class)
              .description(
                  setting.description()
                      + (setting.fallback().isEmpty() ? "" : " (" + setting.fallback() + ")"));
      if (setting.parameter() == null) {
        option.arity("0..1").fallbackValue("true").hideParamSyntax(true).paramLabel("");
      } else {
        option.arity("1").paramLabel(setting.parameter());
      }
      command.addOption(option.build());
    }
    return command.addOption(
        OptionSpec.builder(CONFIG)
            .type(String.class)
            .paramLabel("FILE")
            .description("the configuration file (nephele.yaml of this folder, if there is one)")
            .build());
  }
}
