package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.Validation;
import java.util.Locale;

/** What is wrong with statements, in AWS's words. */
final class StatementErrors {
  private StatementErrors() {}

  /** The statement is none of the language. */
  static AwsException notWellFormed(String detail) {
    return Validation.error("Statement wasn't well formed, can't be processed: " + detail);
  }

  /** Something may not stand where it does. */
  static AwsException at(String message, Token.Place place) {
    return Validation.error(message + " at " + place);
  }

  /** A write does not name one item. */
  static AwsException noKey() {
    return Validation.error(
        "Where clause does not contain a mandatory equality on all key attributes");
  }

  /** The clause is none of those that there are here. */
  static AwsException unsupportedClause(Token clause) {
    return at("Unsupported clause: " + clause.text().toUpperCase(Locale.ROOT), clause.at());
  }
}
