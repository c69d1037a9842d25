package io.nephele.core.worlds;

import io.nephele.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a world's file says of itself in its first line, which anyone can read: {@code head -1}.
 *
 * @param format the version of the file's form
 * @param dataFormat the version of the form that services give their rows
 * @param nephele the version of the program that wrote it
 * @param created when it was written, by the world's clock
 * @param world what the world was called
 */
public record ArchiveHeader(
    int format, int dataFormat, String nephele, Instant created, String world) {
  /** What the first line begins with. */
  static final String MAGIC = "NEPHELE-WORLD ";

  /** Bytes of the first line, its end included, at the most. */
  static final int MAX_LENGTH = 4096;

  /** The header of a file that is written now. */
  public static ArchiveHeader of(String nephele, Instant created, String world) {
    return new ArchiveHeader(
        WorldArchive.FORMAT, WorldArchive.DATA_FORMAT, nephele, created, world);
  }

  /** The first line, with its end. */
  byte[] toLine() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", format);
    fields.put("dataFormat", dataFormat);
    fields.put("nephele", nephele);
    fields.put("created", created.toString());
    fields.put("world", world);
    byte[] line = (MAGIC + JsonText.write(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    if (line.length > MAX_LENGTH) {
      throw new IllegalArgumentException("The name of the world is too long");
    }
    return line;
  }

  /** The header that a first line, without its end, is. */
  static ArchiveHeader ofLine(byte[] line) throws ArchiveException {
    String text = new String(line, StandardCharsets.UTF_8);
    if (!text.startsWith(MAGIC)
        || !(JsonText.parse(text.substring(MAGIC.length())) instanceof Map<?, ?> fields)) {
      throw damaged();
    }
    int format = number(fields, "format");
    if (format > WorldArchive.FORMAT) {
      throw new ArchiveException(
          "The file is of format "
              + format
              + " and was written by Nephele "
              + fields.get("nephele")
              + "; this version reads formats up to "
              + WorldArchive.FORMAT);
    }
    if (!(fields.get("nephele") instanceof String nephele)
        || !(fields.get("created") instanceof String created)
        || !(fields.get("world") instanceof String world)) {
      throw damaged();
    }
    try {
      return new ArchiveHeader(
          format, number(fields, "dataFormat"), nephele, Instant.parse(created), world);
    } catch (DateTimeException e) {
      throw damaged();
    }
  }

  private static int number(Map<?, ?> fields, String name) throws ArchiveException {
    if (fields.get(name) instanceof Integer number && number > 0) {
      return number;
    }
    throw damaged();
  }

  private static ArchiveException damaged() {
    return new ArchiveException("The file is damaged: its first line does not say what it is");
  }
}
