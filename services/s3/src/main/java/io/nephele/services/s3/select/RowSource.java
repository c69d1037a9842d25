package io.nephele.services.s3.select;

import io.nephele.services.s3.select.sql.Row;
import java.io.IOException;

/** The rows of an object, one after another. */
interface RowSource extends AutoCloseable {
  /** The next row, or null at the end. */
  Row next() throws IOException;

  @Override
  void close() throws IOException;
}
