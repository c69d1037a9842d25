package io.nephele.services.s3.forms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A form up to its file, which is the last field that counts.
 *
 * @param fields by name in lower case, in their order; of fields that are there twice the first
 * @param fileName the file's name without folders; empty if it has none
 * @param file the file's bytes, still to be read
 */
record UploadForm(Map<String, String> fields, String fileName, InputStream file) {
  /** All that may come before the file. */
  private static final int MOST_BEFORE_FILE = 20 << 10;

  private static final int LONGEST_BOUNDARY = 200;

  /**
   * Reads a form up to its file.
   *
   * @param contentType of the request, which tells the boundary
   */
  static UploadForm read(String contentType, InputStream content) throws IOException {
    String boundary = parameter(contentType, "boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
      throw FormErrors.malformed();
    }
    DelimitedStream in =
        new DelimitedStream(content, ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
    int left = MOST_BEFORE_FILE;
    left -= bytes(in, left).length; // what is before the first part is nothing
    Map<String, String> fields = new LinkedHashMap<>();
    while (in.next()) {
      String name = null;
      String fileName = null;
      while (true) {
        String line = line(in, left);
        left -= line.length() + 2;
        if (line.isEmpty()) {
          break;
        }
        if (line.regionMatches(true, 0, "Content-Disposition:", 0, 20)) {
          name = parameter(line, "name");
          fileName = parameter(line, "filename");
        }
      }
      if (name == null) {
        throw FormErrors.malformed();
      }
      String field = name.toLowerCase(Locale.ROOT);
      if (field.equals("file")) {
        return new UploadForm(fields, withoutFolders(fileName), in);
      }
      byte[] value = bytes(in, left);
      left -= value.length;
      fields.putIfAbsent(field, new String(value, StandardCharsets.UTF_8));
    }
    throw FormErrors.noFile();
  }

  private static byte[] bytes(InputStream in, int most) throws IOException {
    byte[] bytes = in.readNBytes(Math.max(most, 0) + 1);
    if (bytes.length > most) {
      throw FormErrors.tooLarge(MOST_BEFORE_FILE);
    }
    return bytes;
  }

  private static String line(InputStream in, int most) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw FormErrors.malformed();
      }
      if (c == '\n') {
        break;
      }
      line.write(c);
      if (line.size() > most) {
        throw FormErrors.tooLarge(MOST_BEFORE_FILE);
      }
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** A parameter of a header field, quoted or not; null if it is absent. */
  static String parameter(String header, String name) {
    int at = header.indexOf(';');
    while (at >= 0) {
      int start = at + 1;
      while (start < header.length() && header.charAt(start) == ' ') {
        start++;
      }
      int equals = header.indexOf('=', start);
      if (equals < 0) {
        return null;
      }
      StringBuilder value = new StringBuilder();
      int end = value(header, equals + 1, value);
      if (header.substring(start, equals).strip().equalsIgnoreCase(name)) {
        return value.toString();
      }
      at = header.indexOf(';', end);
    }
    return null;
  }

  /** Reads a parameter's value; returns where it ends. */
  private static int value(String header, int from, StringBuilder value) {
    if (from >= header.length() || header.charAt(from) != '"') {
      int end = header.indexOf(';', from);
      int stop = end < 0 ? header.length() : end;
      value.append(header.substring(from, stop).strip());
      return stop;
    }
    int i = from + 1;
    while (i < header.length() && header.charAt(i) != '"') {
      // Old browsers send Windows's paths, whose backslashes escape nothing.
      if (header.charAt(i) == '\\' && i + 1 < header.length() && header.charAt(i + 1) == '"') {
        i++;
      }
      value.append(header.charAt(i));
      i++;
    }
    return Math.min(i + 1, header.length());
  }

  private static String withoutFolders(String fileName) {
    if (fileName == null) {
      return "";
    }
    int slash = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
    return fileName.substring(slash + 1);
  }
}
