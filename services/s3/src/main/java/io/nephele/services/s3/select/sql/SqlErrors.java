package io.nephele.services.s3.select.sql;

import io.nephele.model.AwsException;

/** What is wrong with expressions, in S3 Select's words. */
public final class SqlErrors {
  private SqlErrors() {}

  /** An error with that code. */
  public static AwsException of(String code, String message) {
    return AwsException.client(code, 400, message);
  }

  static AwsException unexpected(Token token) {
    return at("ParseUnexpectedToken", "Unexpected token found " + token, token);
  }

  static AwsException at(String code, String message, Token token) {
    return of(code, message + " at line " + token.line() + ", column " + token.column() + ".");
  }

  /** A structure that S3 Select does not have. */
  static AwsException structure() {
    return of(
        "UnsupportedSqlStructure",
        "Encountered an unsupported SQL structure. Check the SQL Reference.");
  }

  /** A function that S3 Select does not have. */
  static AwsException function(Token name) {
    return at("UnsupportedFunction", "Encountered an unsupported SQL function " + name, name);
  }

  /** A function has other arguments. */
  static AwsException arguments(String function) {
    return of(
        "EvaluatorInvalidArguments",
        "Incorrect number of arguments in the function call "
            + function
            + " in the SQL expression.");
  }

  /** A value is not of the type that it has to be of. */
  static AwsException cast() {
    return of(
        "CastFailed",
        "Attempt to convert from one data type to another using CAST failed in the SQL"
            + " expression.");
  }

  /** A number does not fit. */
  static AwsException overflow() {
    return of(
        "IntegerOverflow", "An integer overflow or underflow occurred in the SQL expression.");
  }

  /** A timestamp, or the pattern of one, cannot be read. */
  static AwsException timestamp(String text) {
    return of(
        "EvaluatorInvalidTimestampFormatPattern",
        "Timestamp format pattern or value " + text + " is invalid in the SQL expression.");
  }
}
