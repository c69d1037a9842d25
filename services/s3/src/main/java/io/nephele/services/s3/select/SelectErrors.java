package io.nephele.services.s3.select;

import io.nephele.model.AwsException;
import io.nephele.services.s3.select.sql.SqlErrors;

/** What is wrong with requests and objects, in S3 Select's words. */
final class SelectErrors {
  private SelectErrors() {}

  static AwsException missingParameter() {
    return SqlErrors.of(
        "MissingRequiredParameter",
        "The SelectRequest entity is missing a required parameter. Check the service documentation"
            + " and try again.");
  }

  static AwsException invalidParameter(String name) {
    return SqlErrors.of(
            "InvalidRequestParameter",
            "The value of a parameter in SelectRequest element is invalid. Check the service API"
                + " documentation and try again.")
        .with("ArgumentName", name);
  }

  static AwsException conflict() {
    return SqlErrors.of(
        "ObjectSerializationConflict",
        "The SelectRequest entity can only contain one of CSV, JSON, or Parquet. Check the service"
            + " documentation and try again.");
  }

  static AwsException invalidDataSource() {
    return SqlErrors.of(
        "InvalidDataSource",
        "Invalid data source type. Only CSV, JSON, and Parquet are supported.");
  }

  static AwsException invalidScanRange() {
    return SqlErrors.of(
        "InvalidScanRange",
        "The value of a parameter in ScanRange element is invalid. Check the service API"
            + " documentation and try again.");
  }

  static AwsException unsupportedScanRange() {
    return SqlErrors.of(
        "UnsupportedScanRangeInput",
        "Scan range queries are not supported on this type of object. Only uncompressed CSV without"
            + " quoted record delimiters and uncompressed JSON of type LINES are supported.");
  }

  static AwsException missingHeaders() {
    return SqlErrors.of(
        "MissingHeaders",
        "Some headers in the query are missing from the file. Please check the file and try"
            + " again.");
  }

  static AwsException invalidColumn(int column) {
    return SqlErrors.of(
        "InvalidColumnIndex",
        "The column index at column "
            + column
            + " is invalid. Please check the service documentation and try again.");
  }

  static AwsException overMaxRecordSize() {
    return SqlErrors.of(
        "OverMaxRecordSize",
        "The length of a record in the input or result is greater than the maxCharsPerRecord limit"
            + " of 1 MB.");
  }

  static AwsException encoding() {
    return SqlErrors.of(
        "InvalidTextEncoding",
        "Invalid encoding type. Only UTF-8 encoding is supported. Please check the file and try"
            + " again.");
  }

  static AwsException csv(String why) {
    return SqlErrors.of(
        "CSVParsingError",
        "Encountered an error parsing the CSV file: " + why + ". Check the file and try again.");
  }

  static AwsException json(String why) {
    return SqlErrors.of(
        "JSONParsingError",
        "Encountered an error parsing the JSON file: " + why + ". Check the file and try again.");
  }

  static AwsException parquet() {
    return SqlErrors.of(
        "ParquetParsingError",
        "Encountered an error parsing the Parquet file. Check the file and try again.");
  }

  static AwsException truncated() {
    return SqlErrors.of(
        "TruncatedInput",
        "Object decompression failed. Check that the object is properly compressed using the format"
            + " specified in the request.");
  }
}
