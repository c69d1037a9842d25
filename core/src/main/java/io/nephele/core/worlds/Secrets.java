package io.nephele.core.worlds;

import io.nephele.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hides what must not be shown, in such a way that what differs still does. */
final class Secrets {
  private static final int SHOWN_BYTES = 4;

  private Secrets() {}

  /** The tree with a few bytes of a digest in place of the values of those fields. */
  static Object hide(Object tree, Set<String> fields) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, Object> hidden = new LinkedHashMap<>();
        map.forEach(
            (name, value) ->
                hidden.put(
                    (String) name, fields.contains(name) ? digest(value) : hide(value, fields)));
        yield hidden;
      }
      case List<?> list -> {
        List<Object> hidden = new ArrayList<>(list.size());
        list.forEach(element -> hidden.add(hide(element, fields)));
        yield hidden;
      }
      case null, default -> tree;
    };
  }

  private static String digest(Object value) {
    byte[] text = JsonText.write(value).getBytes(StandardCharsets.UTF_8);
    byte[] digest = Sha256.begin().digest(text);
    return "(secret " + HexFormat.of().formatHex(digest, 0, SHOWN_BYTES) + ")";
  }
}
