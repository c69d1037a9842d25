package io.nephele.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings' values and where each comes from: an option before an environment variable before
 * the file before what LocalStack's environment variables say before the default.
 */
final class Settings {
  /** Names the file; by default nephele.yaml of the current folder, where it exists. */
  static final String CONFIG_VARIABLE = "NEPHELE_CONFIG";

  private final Map<Setting, String> options;
  private final Map<String, String> environment;
  private final Map<Setting, String> file;
  private final Path path;
  private final LocalStackSettings localStack;

  /** Options alone. */
  Settings(Map<Setting, String> options) {
    this(options, Map.of(), Map.of(), null, LocalStackSettings.NONE);
  }

  private Settings(
      Map<Setting, String> options,
      Map<String, String> environment,
      Map<Setting, String> file,
      Path path,
      LocalStackSettings localStack) {
    this.options = options;
    this.environment = environment;
    this.file = file;
    this.path = path;
    this.localStack = localStack;
  }

  /**
   * Reads all sources.
   *
   * @param options the options of the command line
   * @param config the file that an option named, or null
   * @param folder the current folder
   * @throws ConfigurationException if the file is missing although it was named, or cannot be
   *     understood
   */
  static Settings read(
      Map<Setting, String> options, String config, Map<String, String> environment, Path folder) {
    String named = config != null ? config : environment.get(CONFIG_VARIABLE);
    Path path = folder.resolve(named == null || named.isEmpty() ? "nephele.yaml" : named);
    boolean wanted = named != null && !named.isEmpty();
    LocalStackSettings localStack = LocalStackSettings.of(environment);
    if (!wanted && !Files.exists(path)) {
      return new Settings(options, environment, new EnumMap<>(Setting.class), null, localStack);
    }
    return new Settings(options, environment, ConfigurationFile.read(path), path, localStack);
  }

  /** A setting's value. */
  String get(Setting setting) {
    String value = options.get(setting);
    if (value != null) {
      return value;
    }
    value = environment.get(setting.variable());
    if (value != null && !value.isEmpty()) {
      return value;
    }
    value = file.get(setting);
    return value != null ? value : localStack.values().getOrDefault(setting, setting.fallback());
  }

  /** Whether anybody set it. */
  boolean isSet(Setting setting) {
    String variable = environment.get(setting.variable());
    return options.containsKey(setting)
        || (variable != null && !variable.isEmpty())
        || file.containsKey(setting)
        || localStack.values().containsKey(setting);
  }

  /** What a user calls the place where the value is from. */
  String source(Setting setting) {
    if (options.containsKey(setting)) {
      return setting.option();
    }
    String variable = environment.get(setting.variable());
    if (variable != null && !variable.isEmpty()) {
      return setting.variable();
    }
    return file.containsKey(setting)
        ? setting.key() + " in " + path
        : localStack.sources().getOrDefault(setting, setting.option());
  }

  /**
   * What whoever set variables of LocalStack should know, a line each.
   *
   * @param implemented the services that are there
   */
  List<String> hints(Set<String> implemented) {
    return localStack.hints(this, implemented);
  }
}
