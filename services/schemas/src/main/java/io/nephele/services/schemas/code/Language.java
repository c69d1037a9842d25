package io.nephele.services.schemas.code;

import io.nephele.core.json.JsonText;
import java.util.List;
import java.util.Map;

/** Writes classes in a language. */
interface Language {
  /** The files of the classes of a schema, which are in that package, by their paths. */
  Map<String, String> files(List<String> packages, List<EventClass> classes);

  /** A text between quotes, as all these languages write it. */
  static String quoted(String text) {
    return JsonText.write(text);
  }
}
