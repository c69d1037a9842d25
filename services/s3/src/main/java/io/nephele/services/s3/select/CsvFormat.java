package io.nephele.services.s3.select;

import java.nio.charset.StandardCharsets;

/**
 * How lines of values are written.
 *
 * @param record what ends a line
 * @param field what stands between values
 * @param quote what stands around values, or 0 for nothing
 * @param escape what stands before a quote in a value
 * @param comment with which lines begin that are none, or 0
 * @param quotedRecords whether a value in quotes may have the end of a line in it
 * @param anyNewline whether a carriage return before a line's end belongs to it
 */
record CsvFormat(
    byte[] record,
    byte[] field,
    byte quote,
    byte escape,
    byte comment,
    boolean quotedRecords,
    boolean anyNewline) {

  /** The bytes of a sign of a request; an error if it is too long for one. */
  static byte[] sign(String given, String otherwise, String name) {
    byte[] bytes = (given == null ? otherwise : given).getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > 4) {
      throw SelectErrors.invalidParameter(name);
    }
    return bytes;
  }

  /** The one byte of a sign of a request; 0 where it is empty. */
  static byte single(String given, String otherwise, String name) {
    String text = given == null ? otherwise : given;
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() > 1 || text.charAt(0) > 0x7f) {
      throw SelectErrors.invalidParameter(name);
    }
    return (byte) text.charAt(0);
  }
}
