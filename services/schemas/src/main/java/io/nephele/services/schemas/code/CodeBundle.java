package io.nephele.services.schemas.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The source code of a schema as a ZIP file. */
public final class CodeBundle {
  private static final Map<String, Language> LANGUAGES =
      Map.of(
          "Java8", new JavaCode(),
          "Python36", new PythonCode(),
          "TypeScript3", new TypeScriptCode(),
          "Go1", new GoCode());

  private CodeBundle() {}

  /** The languages as the API names them. */
  public static Set<String> languages() {
    return LANGUAGES.keySet();
  }

  /**
   * The code of a schema of the type OpenApi3.
   *
   * @param schema its name
   * @return a ZIP file, or null if the document has no schemas
   */
  public static byte[] of(String language, String schema, String openApi) {
    List<EventClass> classes = new ArrayList<>(EventClasses.of(openApi));
    if (classes.isEmpty()) {
      return null;
    }
    if (classes.stream().noneMatch(each -> each.name().equals(EventClasses.ENVELOPE))) {
      classes.add(new EventClass(EventClasses.ENVELOPE, EventClasses.envelope()));
    }
    Map<String, String> files =
        LANGUAGES.get(language).files(Names.packages(schema), List.copyOf(classes));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        // The same code is the same file.
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
