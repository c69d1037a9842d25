package io.nephele.services.s3.select;

import io.nephele.api.s3.CSVOutput;
import io.nephele.api.s3.OutputSerialization;
import io.nephele.api.s3.SelectObjectContentOutput;
import io.nephele.api.s3.SelectObjectContentRequest;
import io.nephele.core.call.Call;
import io.nephele.services.s3.objects.ObjectReads;
import io.nephele.services.s3.select.sql.Evaluator;
import io.nephele.services.s3.select.sql.Query;
import io.nephele.services.s3.select.sql.SqlErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers queries of objects. */
public final class ObjectSelection {
  private static final int LONGEST = 256 * 1024;

  private final ObjectReads reads;

  /** Queries of objects that are read so. */
  public ObjectSelection(ObjectReads reads) {
    this.reads = reads;
  }

  /** Begins to answer a query; the object is read as the answer is sent. */
  public SelectObjectContentOutput select(SelectObjectContentRequest in, Call call) {
    if (in.expression() == null
        || in.expressionType() == null
        || in.inputSerialization() == null
        || in.outputSerialization() == null) {
      throw SelectErrors.missingParameter();
    }
    if (!in.expressionType().equalsIgnoreCase("SQL")) {
      throw SqlErrors.of(
          "InvalidExpressionType",
          "The ExpressionType is invalid. Only SQL expressions are supported.");
    }
    if (in.expression().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw SqlErrors.of(
          "ExpressionTooLong",
          "The SQL expression is too long: The maximum byte-length for the SQL expression is 256"
              + " KB.");
    }
    SelectInput input = new SelectInput(in.inputSerialization(), in.scanRange());
    OutputFormat format = format(in.outputSerialization());
    Query query = Query.parse(in.expression());
    ObjectReads.Plain object = reads.plain(in.bucket(), in.key(), in.struct(), call);
    SelectCount count = new SelectCount();
    try {
      RowSource rows =
          input.open(offset -> object.open(offset).open(), object.size(), query, count);
      boolean progress =
          in.requestProgress() != null && Boolean.TRUE.equals(in.requestProgress().enabled());
      return new SelectObjectContentOutput()
          .payload(
              new SelectEvents(
                  query, new Evaluator(query, call.time()), format, rows, count, progress));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputFormat format(OutputSerialization output) {
    if (output.csv() != null && output.json() != null) {
      throw SelectErrors.conflict();
    }
    if (output.json() != null) {
      String delimiter = output.json().recordDelimiter();
      return new JsonOutput(SelectInput.bytes(delimiter == null ? "\n" : delimiter));
    }
    if (output.csv() == null) {
      throw SelectErrors.missingParameter();
    }
    CSVOutput csv = output.csv();
    String quoting = csv.quoteFields() == null ? "ASNEEDED" : csv.quoteFields();
    if (!List.of("ALWAYS", "ASNEEDED").contains(quoting)) {
      throw SelectErrors.invalidParameter("QuoteFields");
    }
    return new CsvOutput(
        orElse(csv.recordDelimiter(), "\n"),
        orElse(csv.fieldDelimiter(), ","),
        orElse(csv.quoteCharacter(), "\""),
        orElse(csv.quoteEscapeCharacter(), "\""),
        quoting.equals("ALWAYS"));
  }

  private static String orElse(String given, String otherwise) {
    return given == null ? otherwise : given;
  }
}
