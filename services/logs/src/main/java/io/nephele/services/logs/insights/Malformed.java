package io.nephele.services.logs.insights;

import io.nephele.api.logs.MalformedQueryException;
import io.nephele.api.logs.QueryCompileError;
import io.nephele.api.logs.QueryCompileErrorLocation;
import io.nephele.model.AwsException;

/** The errors of queries that cannot be read. */
final class Malformed {
  private Malformed() {}

  /** What is wrong from one character up to but without another. */
  static AwsException at(String message, int start, int end) {
    QueryCompileError error =
        new QueryCompileError()
            .message(message)
            .location(new QueryCompileErrorLocation().startCharOffset(start).endCharOffset(end));
    return new MalformedQueryException(message + " at position " + start)
        .with("queryCompileError", error.struct());
  }

  static AwsException at(String message, Token token) {
    return at(message, token.at(), token.end());
  }
}
