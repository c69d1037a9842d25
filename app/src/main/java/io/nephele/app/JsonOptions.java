package io.nephele.app;

import io.nephele.core.json.JsonText;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of a command as the members of a JSON object. */
final class JsonOptions {
  private final ParseResult command;
  private final Map<String, Object> members = new LinkedHashMap<>();

  JsonOptions(ParseResult command) {
    this.command = command;
  }

  /** An option with a text. */
  static OptionSpec text(String name, String parameter, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .arity("1")
        .paramLabel(parameter)
        .description(description)
        .build();
  }

  /** An option without anything. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build();
  }

  /** Adds a member that is always there. */
  JsonOptions with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  /** Adds a text if the option is given. */
  JsonOptions text(String option, String member) {
    String value = command.matchedOptionValue(option, (String) null);
    if (value != null) {
      members.put(member, value);
    }
    return this;
  }

  /** Adds a number if the option is given. */
  JsonOptions number(String option, String member) {
    String value = command.matchedOptionValue(option, (String) null);
    if (value != null) {
      members.put(member, number(command, option, value));
    }
    return this;
  }

  /** The number that a text is. */
  static BigDecimal number(ParseResult command, String name, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          command.commandSpec().commandLine(), name + " is '" + text + "', but must be a number");
    }
  }

  /** The object. */
  String json() {
    return JsonText.write(members);
  }
}
