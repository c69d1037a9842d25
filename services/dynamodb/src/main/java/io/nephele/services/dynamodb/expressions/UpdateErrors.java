package io.nephele.services.dynamodb.expressions;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;

/** What AWS says of updates that the item does not allow. */
final class UpdateErrors {
  private UpdateErrors() {}

  static AwsException wrongType() {
    return Validation.error("An operand in the update expression has an incorrect data type");
  }

  static AwsException invalidPath() {
    return Validation.error(
        "The document path provided in the update expression is invalid for update");
  }

  /** The value, which has to be there. */
  static Value require(Value value) {
    if (value == null) {
      throw Validation.error(
          "The provided expression refers to an attribute that does not exist in the item");
    }
    return value;
  }
}
