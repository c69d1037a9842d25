package io.nephele.services.s3.select;

import io.nephele.services.s3.select.sql.Missing;
import io.nephele.services.s3.select.sql.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes a line of values for each record.
 *
 * @param always whether all values stand in quotes, or only those that need them
 */
record CsvOutput(String record, String field, String quote, String escape, boolean always)
    implements OutputFormat {

  @Override
  public void write(List<String> names, List<?> values, ByteArrayOutputStream out)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        line.append(field);
      }
      append(text(values.get(i)), line);
    }
    line.append(record);
    out.writeBytes(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Object value) throws IOException {
    if (Missing.isAbsent(value)) {
      return "";
    }
    return value instanceof Map<?, ?> || value instanceof List<?>
        ? JsonOutput.text(value)
        : Values.text(value);
  }

  private void append(String text, StringBuilder line) {
    boolean quoted =
        always
            || text.contains(field)
            || text.contains(record)
            || !quote.isEmpty() && text.contains(quote);
    if (!quoted || quote.isEmpty()) {
      line.append(text);
      return;
    }
    line.append(quote).append(text.replace(quote, escape + quote)).append(quote);
  }
}
