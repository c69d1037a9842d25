package io.nephele.services.s3.select;

import io.nephele.services.s3.select.sql.Columns;
import io.nephele.services.s3.select.sql.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The lines of a CSV object. */
final class CsvRows implements RowSource {
  private final InputStream in;
  private final CsvRecords records;
  private final Columns columns;

  /**
   * Reads lines.
   *
   * @param columns what they are called
   */
  CsvRows(InputStream in, CsvRecords records, Columns columns) {
    this.in = in;
    this.records = records;
    this.columns = columns;
  }

  @Override
  public Row next() throws IOException {
    List<String> fields = records.next();
    return fields == null ? null : Row.of(columns, fields);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
