package io.nephele.services.sqs;

import io.nephele.api.sqs.InvalidAttributeName;
import io.nephele.api.sqs.InvalidAttributeValue;
import io.nephele.api.sqs.QueueDoesNotExist;
import io.nephele.api.sqs.ReceiptHandleIsInvalid;
import io.nephele.model.AwsException;
import java.util.Locale;

/**
 * The errors that SQS answers in more than one place, in its words. Codes that the model does not
 * define are only here.
 */
final class SqsErrors {
  private SqsErrors() {}

  /** A parameter's value is wrong; the message says all. */
  static AwsException invalidParameter(String message) {
    return AwsException.client(
        "InvalidParameterValueException", "InvalidParameterValue", 400, message);
  }

  /** A parameter's value is wrong, in the form that SQS uses most. */
  static AwsException invalidParameter(Object value, String parameter, String reason) {
    return invalidParameter(
        "Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
  }

  /** A parameter is not there. */
  static AwsException missingParameter(String parameter) {
    return AwsException.client(
        "MissingRequiredParameterException",
        "MissingParameter",
        400,
        "The request must contain the parameter " + parameter + ".");
  }

  static AwsException queueDoesNotExist() {
    return new QueueDoesNotExist("The specified queue does not exist.");
  }

  static AwsException unknownAttribute(String name) {
    return new InvalidAttributeName("Unknown Attribute " + name + ".");
  }

  static AwsException invalidAttributeValue(String name) {
    return new InvalidAttributeValue("Invalid value for the parameter " + name + ".");
  }

  static AwsException invalidAttributeValue(String name, String reason) {
    return new InvalidAttributeValue(
        "Invalid value for the parameter " + name + ". Reason: " + reason);
  }

  static AwsException invalidReceiptHandle(String handle) {
    return new ReceiptHandleIsInvalid(
        "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
  }

  /** The caller is of another account, which policies cannot let in for this. */
  static AwsException accessDenied(String principalArn, String operation, String queueArn) {
    String action = "sqs:" + operation.toLowerCase(Locale.ROOT);
    return AwsException.client(
        "AccessDeniedException",
        "AccessDenied",
        403,
        "User: "
            + principalArn
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + queueArn
            + " because no resource-based policy allows the "
            + action
            + " action");
  }
}
