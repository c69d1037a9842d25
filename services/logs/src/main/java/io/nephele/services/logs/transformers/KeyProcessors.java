package io.nephele.services.logs.transformers;

import io.nephele.api.logs.AddKeyEntry;
import io.nephele.api.logs.AddKeys;
import io.nephele.api.logs.CopyValue;
import io.nephele.api.logs.CopyValueEntry;
import io.nephele.api.logs.DeleteKeys;
import io.nephele.api.logs.ListToMap;
import io.nephele.api.logs.MoveKeyEntry;
import io.nephele.api.logs.MoveKeys;
import io.nephele.api.logs.RenameKeyEntry;
import io.nephele.api.logs.RenameKeys;
import io.nephele.services.logs.state.LogsErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processors that add, remove and rearrange members. */
final class KeyProcessors {
  private KeyProcessors() {}

  static Processing add(AddKeys config) {
    return event -> {
      for (AddKeyEntry entry : config.entries()) {
        event.put(entry.key(), entry.value(), Boolean.TRUE.equals(entry.overwriteIfExists()));
      }
    };
  }

  static Processing delete(DeleteKeys config) {
    return event -> config.withKeys().forEach(event::remove);
  }

  static Processing move(MoveKeys config) {
    return event -> {
      for (MoveKeyEntry entry : config.entries()) {
        move(event, entry.source(), entry.target(), entry.overwriteIfExists());
      }
    };
  }

  static Processing rename(RenameKeys config) {
    return event -> {
      for (RenameKeyEntry entry : config.entries()) {
        move(event, entry.key(), entry.renameTo(), entry.overwriteIfExists());
      }
    };
  }

  private static void move(EventTree event, String from, String to, Boolean overwrite) {
    Object value = event.get(from);
    if (value != null && (Boolean.TRUE.equals(overwrite) || event.get(to) == null)) {
      event.remove(from);
      event.put(to, value, true);
    }
  }

  static Processing copy(CopyValue config) {
    return event -> {
      for (CopyValueEntry entry : config.entries()) {
        Object value = event.get(entry.source());
        if (value != null) {
          event.put(entry.target(), value, Boolean.TRUE.equals(entry.overwriteIfExists()));
        }
      }
    };
  }

  static Processing listToMap(ListToMap config) {
    boolean flatten = Boolean.TRUE.equals(config.flatten());
    if (flatten && config.flattenedElement() == null) {
      throw LogsErrors.invalid("listToMap needs flattenedElement if flatten is true.");
    }
    boolean last = "last".equals(config.flattenedElement());
    return event -> {
      if (!(event.get(config.source()) instanceof List<?> items)) {
        throw new UntransformableException(config.source() + " is not a list");
      }
      Map<String, List<Object>> byKey = new LinkedHashMap<>();
      for (Object item : items) {
        if (item instanceof Map<?, ?> each && each.get(config.key()) != null) {
          Object value = config.valueKey() == null ? each : each.get(config.valueKey());
          byKey
              .computeIfAbsent(each.get(config.key()).toString(), none -> new ArrayList<>())
              .add(value);
        }
      }
      Map<String, Object> values = new LinkedHashMap<>();
      byKey.forEach(
          (key, found) ->
              values.put(key, !flatten ? found : last ? found.getLast() : found.getFirst()));
      event.putAll(config.target(), values);
    };
  }
}
