package io.nephele.app;

import io.nephele.app.localstack.LocalStackNames;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The settings that LocalStack's environment variables make. Nephele's own go before them.
 *
 * @param values what they set
 * @param sources the variable that set it
 * @param found all of LocalStack's variables that are set
 */
record LocalStackSettings(
    Map<Setting, String> values, Map<Setting, String> sources, List<LocalStackNames.Found> found) {
  static final LocalStackSettings NONE = new LocalStackSettings(Map.of(), Map.of(), List.of());

  /** Those of an environment. */
  static LocalStackSettings of(Map<String, String> environment) {
    List<LocalStackNames.Found> found = LocalStackNames.read().in(environment);
    if (found.isEmpty()) {
      return NONE;
    }
    LocalStackSettings settings =
        new LocalStackSettings(new EnumMap<>(Setting.class), new EnumMap<>(Setting.class), found);
    found.forEach(settings::take);
    return settings;
  }

  private void take(LocalStackNames.Found one) {
    if (one.taken() == null || one.same().contains(one.value())) {
      return;
    }
    String value = one.value().strip();
    switch (one.taken()) {
      case "listen" -> takeAddress(one, value);
      case "port" -> set(one, Setting.PORT, value);
      case "address" -> set(one, Setting.LISTEN, value);
      case "persistence" -> set(one, Setting.EPHEMERAL, opposite(value));
      case "data" -> set(one, Setting.DATA, value);
      case "region" -> set(one, Setting.REGION, value);
      case "origins" -> set(one, Setting.ALLOW_ORIGINS, value);
      case "all-origins" -> set(one, Setting.ALLOW_ORIGINS, "*");
      case "eager" -> set(one, Setting.EAGER, value.toLowerCase(Locale.ROOT));
      default -> throw new IllegalStateException(one.taken());
    }
  }

  /** An address and a port, of which either may be missing; only the first of several. */
  private void takeAddress(LocalStackNames.Found one, String value) {
    String first = value.split(",", 2)[0].strip();
    int colon = first.lastIndexOf(':');
    String host = colon < 0 ? first : first.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (!host.isEmpty()) {
      set(one, Setting.LISTEN, host);
    }
    if (colon >= 0) {
      set(one, Setting.PORT, first.substring(colon + 1));
    }
  }

  private void set(LocalStackNames.Found one, Setting setting, String value) {
    if (values.putIfAbsent(setting, value) == null) {
      sources.put(setting, one.variable());
    }
  }

  /** What is neither is left as it is, to be told as a wrong value. */
  private static String opposite(String flag) {
    return switch (flag.toLowerCase(Locale.ROOT)) {
      case "1", "true" -> "false";
      case "0", "false" -> "true";
      default -> flag;
    };
  }

  /**
   * One line for each thing that whoever set the variables should know.
   *
   * @param settings where the values in force come from
   * @param implemented the services that are there
   */
  List<String> hints(Settings settings, Set<String> implemented) {
    List<String> lines = new ArrayList<>();
    Map<String, List<String>> withoutEffect = new LinkedHashMap<>();
    for (LocalStackNames.Found one : found) {
      if (one.same().contains(one.value().toLowerCase(Locale.ROOT))) {
        continue;
      }
      if (one.taken() != null) {
        tellTaken(one, settings, lines);
      } else {
        withoutEffect
            .computeIfAbsent(reason(one, implemented), r -> new ArrayList<>())
            .add(one.variable());
      }
    }
    withoutEffect.forEach(
        (reason, names) ->
            lines.add(
                String.join(", ", names)
                    + (names.size() == 1 ? " has" : " have")
                    + " no effect: "
                    + reason));
    return lines;
  }

  private static String reason(LocalStackNames.Found one, Set<String> implemented) {
    String reason = one.hint();
    if (one.service() != null) {
      reason =
          implemented.contains(one.service())
              ? "there is no such option of " + one.service() + " here"
              : one.service() + " is not implemented yet";
    }
    if (one.variable().endsWith("SERVICES")) {
      List<String> missing = new ArrayList<>();
      for (String service : one.value().split(",")) {
        if (!service.isBlank() && !implemented.contains(service.strip())) {
          missing.add(service.strip());
        }
      }
      if (!missing.isEmpty()) {
        reason += "; not implemented yet: " + String.join(", ", missing);
      }
    }
    return reason;
  }

  private void tellTaken(LocalStackNames.Found one, Settings settings, List<String> lines) {
    StringBuilder options = new StringBuilder();
    List<String> instead = new ArrayList<>();
    for (Map.Entry<Setting, String> source : sources.entrySet()) {
      if (source.getValue().equals(one.variable())) {
        Setting setting = source.getKey();
        if (settings.source(setting).equals(one.variable())) {
          options.append(' ').append(setting.option()).append('=').append(values.get(setting));
        } else {
          instead.add(settings.source(setting));
        }
      }
    }
    String name = one.variable();
    if (!options.isEmpty()) {
      lines.add(name + " is taken as" + options);
    } else {
      lines.add(
          name
              + " has no effect: "
              + (instead.isEmpty() ? "another variable" : String.join(", ", instead))
              + " goes before it");
    }
    if (one.taken().equals("listen") && one.value().contains(",")) {
      lines.add("of " + name + " only the first address is taken; TLS is on the same port");
    }
  }
}
