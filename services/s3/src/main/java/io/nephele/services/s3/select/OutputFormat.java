package io.nephele.services.s3.select;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** How what a query tells is written. */
interface OutputFormat {
  /** Adds one record. */
  void write(List<String> names, List<?> values, ByteArrayOutputStream out) throws IOException;
}
