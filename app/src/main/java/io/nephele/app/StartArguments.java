package io.nephele.app;

import java.util.EnumMap;
import java.util.Map;

/**
 * The options of a plain {@code start}. Loading the library that parses command lines takes longer
 * than the rest of a start (its classes are too old for the AOT cache), so that the usual ones are
 * read here; whatever is not plain is left to the library, which also tells the errors.
 *
 * @param options the settings by option
 * @param config the configuration file, or null
 */
record StartArguments(Map<Setting, String> options, String config) {
  private static final String CONFIG = "--config";

  /** The options of a command line, or null where it is not plainly a start. */
  static StartArguments parse(String[] args) {
    if (args.length == 0 || !args[0].equals("start")) {
      return null;
    }
    Map<Setting, String> options = new EnumMap<>(Setting.class);
    String config = null;
    for (int i = 1; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      String name = equals < 0 ? args[i] : args[i].substring(0, equals);
      Setting setting = setting(name);
      boolean isConfig = name.equals(CONFIG) && config == null;
      if (!isConfig && (setting == null || options.containsKey(setting))) {
        return null;
      }
      boolean isFlag = setting != null && setting.parameter() == null;
      String value;
      if (equals >= 0) {
        value = args[i].substring(equals + 1);
      } else if (isFlag) {
        if (i + 1 < args.length && !args[i + 1].startsWith("--")) {
          return null;
        }
        value = "true";
      } else if (i + 1 < args.length && !args[i + 1].startsWith("-")) {
        i++;
        value = args[i];
      } else {
        return null;
      }
      if (isConfig) {
        config = value;
      } else {
        options.put(setting, value);
      }
    }
    return new StartArguments(options, config);
  }

  private static Setting setting(String option) {
    for (Setting setting : Setting.values()) {
      if (setting.option().equals(option)) {
        return setting;
      }
    }
    return null;
  }
}
