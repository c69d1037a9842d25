package io.nephele.services.s3.select;

import io.nephele.api.s3.CSVInput;
import io.nephele.api.s3.InputSerialization;
import io.nephele.api.s3.ScanRange;
import io.nephele.services.s3.select.sql.Columns;
import io.nephele.services.s3.select.sql.Query;
import io.nephele.services.s3.select.sql.SqlErrors;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How an object is to be read. */
final class SelectInput {
  private static final byte[] NEWLINE = {'\n'};

  /** The bytes of an object. */
  @FunctionalInterface
  interface Source {
    /** The bytes from one on. */
    InputStream open(long offset) throws IOException;
  }

  private final InputSerialization format;
  private final String compression;
  private final String header;
  private final CsvFormat csv;
  private final ScanRange range;

  /** Reads what a request says; an error if it makes no sense. */
  SelectInput(InputSerialization format, ScanRange range) {
    this.format = format;
    this.range = range;
    int formats =
        (format.csv() == null ? 0 : 1)
            + (format.json() == null ? 0 : 1)
            + (format.parquet() == null ? 0 : 1);
    if (formats == 0) {
      throw SelectErrors.invalidDataSource();
    }
    if (formats > 1) {
      throw SelectErrors.conflict();
    }
    this.compression = format.compressionType() == null ? "NONE" : format.compressionType();
    check(compression, List.of("NONE", "GZIP", "BZIP2"), "CompressionType");
    this.csv = format.csv() == null ? null : csv(format.csv());
    this.header =
        format.csv() == null || format.csv().fileHeaderInfo() == null
            ? "NONE"
            : format.csv().fileHeaderInfo();
    check(header, List.of("NONE", "USE", "IGNORE"), "FileHeaderInfo");
    if (format.json() != null) {
      if (format.json().type() == null) {
        throw SelectErrors.missingParameter();
      }
      check(format.json().type(), List.of("DOCUMENT", "LINES"), "Type");
    }
    if (format.parquet() != null && !compression.equals("NONE")) {
      throw SelectErrors.invalidParameter("CompressionType");
    }
    checkRange();
  }

  private static void check(String value, List<String> known, String name) {
    if (!known.contains(value)) {
      throw SelectErrors.invalidParameter(name);
    }
  }

  private static CsvFormat csv(CSVInput given) {
    return new CsvFormat(
        CsvFormat.sign(given.recordDelimiter(), "\n", "RecordDelimiter"),
        CsvFormat.sign(given.fieldDelimiter(), ",", "FieldDelimiter"),
        CsvFormat.single(given.quoteCharacter(), "\"", "QuoteCharacter"),
        CsvFormat.single(given.quoteEscapeCharacter(), "\"", "QuoteEscapeCharacter"),
        CsvFormat.single(given.comments(), "#", "Comments"),
        Boolean.TRUE.equals(given.allowQuotedRecordDelimiter()),
        given.recordDelimiter() == null);
  }

  private void checkRange() {
    if (range == null) {
      return;
    }
    Long start = range.start();
    Long end = range.end();
    boolean nothing = start == null && end == null;
    boolean negative = start != null && start < 0 || end != null && end < 0;
    if (nothing || negative || start != null && end != null && start > end) {
      throw SelectErrors.invalidScanRange();
    }
    boolean lines = csv != null && !csv.quotedRecords() || isJsonLines();
    if (!lines || !compression.equals("NONE")) {
      throw SelectErrors.unsupportedScanRange();
    }
  }

  private boolean isJsonLines() {
    return format.json() != null && format.json().type().equals("LINES");
  }

  /**
   * The rows of an object.
   *
   * @param size how many bytes it has
   * @param count is told of the bytes that are read
   */
  RowSource open(Source source, long size, Query query, SelectCount count) throws IOException {
    if (csv != null || format.json() == null) {
      if (!query.from().isEmpty()) {
        throw SqlErrors.of(
            "InvalidKeyPath", "Key path in the SQL expression is invalid for this data source.");
      }
    }
    InputStream in = range == null ? source.open(0) : ranged(source, size);
    try {
      CountingStream scanned = new CountingStream(in);
      CountingStream processed = new CountingStream(decompressed(scanned));
      count.of(scanned, processed);
      if (format.parquet() != null) {
        return ParquetRows.open(processed, query);
      }
      return csv == null ? new JsonRows(processed, query.from()) : table(processed, source, query);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private InputStream decompressed(InputStream in) throws IOException {
    try {
      return switch (compression) {
        case "GZIP" -> new GZIPInputStream(in, 64 * 1024);
        case "BZIP2" -> new BZip2CompressorInputStream(new BufferedInputStream(in), true);
        default -> in;
      };
    } catch (ZipException | EOFException e) {
      throw SelectErrors.truncated();
    } catch (IOException e) {
      if (compression.equals("BZIP2")) {
        throw SelectErrors.truncated(); // it is no such file
      }
      throw e;
    }
  }

  private InputStream ranged(Source source, long size) throws IOException {
    long first = range.start() == null ? Math.max(0, size - range.end()) : range.start();
    long last = range.start() == null || range.end() == null ? size - 1 : range.end();
    if (first >= size) {
      return InputStream.nullInputStream();
    }
    byte[] delimiter = csv == null ? NEWLINE : csv.record();
    long from = Math.max(0, first - delimiter.length);
    return new ScanRangeStream(source.open(from), delimiter, from, first, last);
  }

  private RowSource table(InputStream in, Source source, Query query) throws IOException {
    CsvRecords records = new CsvRecords(in, csv);
    Columns columns = new Columns(List.of());
    if (!header.equals("NONE")) {
      boolean elsewhere = range != null && (range.start() == null || range.start() > 0);
      List<String> names = elsewhere ? first(source) : records.next();
      if (header.equals("USE") && names != null) {
        columns = new Columns(names);
      }
    }
    Tables.check(query, columns, header.equals("USE"));
    return new CsvRows(in, records, columns);
  }

  /** The header of an object of which a later part is read. */
  private List<String> first(Source source) throws IOException {
    try (InputStream start = source.open(0)) {
      return new CsvRecords(start, csv).next();
    }
  }

  /** The bytes that a text of a request is. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
