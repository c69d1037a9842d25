package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.ResourceInUseException;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.model.AwsException;

/** The errors that DynamoDB answers in more than one place, in its words. */
public final class DynamoErrors {
  private DynamoErrors() {}

  /** A request that is wrong; the message says all. */
  public static AwsException validation(String message) {
    return AwsException.client("ValidationException", 400, message);
  }

  /** A request of which a parameter's value is wrong, in the words that DynamoDB begins with. */
  public static AwsException invalidParameter(String reason) {
    return validation("One or more parameter values were invalid: " + reason);
  }

  /** There is no such table, as the operations on items say it. */
  public static AwsException resourceNotFound() {
    return new ResourceNotFoundException("Requested resource not found");
  }

  /** There is no such table, as the operations on tables say it. */
  public static AwsException tableNotFound(String name) {
    return new ResourceNotFoundException(
        "Requested resource not found: Table: " + name + " not found");
  }

  /** A table of that name is there already. */
  public static AwsException tableExists(String name) {
    return new ResourceInUseException("Table already exists: " + name);
  }

  /** The table has no index of that name. */
  public static AwsException noSuchIndex(String name) {
    return validation("The table does not have the specified index: " + name);
  }
}
