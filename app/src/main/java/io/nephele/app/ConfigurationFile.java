package io.nephele.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads nephele.yaml: a map of settings to values. Values are taken as they are written, so that
 * 000000000000 stays an account.
 */
final class ConfigurationFile {
  private ConfigurationFile() {}

  /**
   * The settings of a file.
   *
   * @throws ConfigurationException if it cannot be read, is not YAML, or holds a key or value that
   *     is none
   */
  static Map<Setting, String> read(Path path) {
    Object content;
    try (Reader reader = Files.newBufferedReader(path)) {
      LoadSettings settings =
          LoadSettings.builder().setSchema(new FailsafeSchema()).setLabel(path.toString()).build();
      content = new Load(settings).loadFromReader(reader);
    } catch (IOException e) {
      throw new ConfigurationException("the file " + path + " cannot be read", e);
    } catch (YamlEngineException e) {
      throw new ConfigurationException(
          path
              + " is not YAML: "
              + e.getMessage().lines().map(String::strip).collect(Collectors.joining(" ")),
          e);
    }
    Map<Setting, String> read = new EnumMap<>(Setting.class);
    if (content == null || "".equals(content)) {
      return read;
    }
    if (!(content instanceof Map<?, ?> map)) {
      throw new ConfigurationException(path + " must be a map of settings to values");
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      read.put(setting(path, entry.getKey()), value(path, entry));
    }
    return read;
  }

  private static Setting setting(Path path, Object key) {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(key)) {
        return setting;
      }
    }
    throw new ConfigurationException("unknown key '" + key + "' in " + path);
  }

  private static String value(Path path, Map.Entry<?, ?> entry) {
    if (entry.getValue() instanceof String text) {
      return text;
    }
    if (entry.getValue() instanceof List<?> list
        && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).collect(Collectors.joining(","));
    }
    throw new ConfigurationException(
        "the value of '" + entry.getKey() + "' in " + path + " must be a single value");
  }
}
