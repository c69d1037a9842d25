package io.nephele.services.dynamodb;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Of many things that are wrong in a request, the first that AWS looks at is told. */
@NepheleTest
final class ValidationOrderTest {
  private static final String ONE = "1 validation error detected: ";
  private static final String EMPTY =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

  @Inject URI endpoint;

  private RawDynamo dynamo;

  @BeforeEach
  void connect() {
    dynamo = new RawDynamo(endpoint);
  }

  @AfterEach
  void disconnect() {
    dynamo.close();
  }

  static List<Arguments> wrongRequests() {
    return List.of(
        Arguments.of("GetItem", "{'TableName': 'none', 'Key': {'a': {}}}", EMPTY),
        Arguments.of("GetItem", "{'TableName': 'none', 'Key': {'a': {'X': '1'}}}", EMPTY),
        Arguments.of("GetItem", "{'TableName': 'none', 'Key': {'a': {'S': null}}}", EMPTY),
        Arguments.of(
            "GetItem",
            "{'TableName': 'none', 'Key': {'a': {'S': '1', 'N': '1'}}}",
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
                + " the supported datatypes"),
        Arguments.of("PutItem", "{'TableName': 'none', 'Item': {'a': {}}}", ONE + EMPTY),
        Arguments.of(
            "PutItem",
            "{'TableName': '', 'Item': {'a': {}}, 'ReturnValues': 'X'}",
            ONE
                + "Value at 'TableName' failed to satisfy constraint: Member must have length"
                + " greater than or equal to 1"),
        Arguments.of(
            "PutItem",
            "{'TableName': 'bad table!@#', 'Item': {}}",
            ONE
                + "Value 'bad table!@#' at 'tableName' failed to satisfy constraint: Member must"
                + " satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
        Arguments.of(
            "PutItem",
            "{'TableName': 'none', 'Item': {}, 'ExpressionAttributeValues': {':v': {'S': 'x'}}}",
            ONE + "ExpressionAttributeValues can only be specified when using expressions"),
        Arguments.of(
            "PutItem",
            "{'TableName': 'none', 'Item': {}, 'ExpressionAttributeNames': {'#a': 'a'}}",
            ONE + "ExpressionAttributeNames can only be specified when using expressions"),
        Arguments.of(
            "PutItem",
            "{'TableName': 'none', 'Item': {}, 'ConditionExpression':"
                + " '((attribute_not_exists(pk)))'}",
            ONE + "Invalid ConditionExpression: The expression has redundant parentheses;"),
        Arguments.of(
            "PutItem",
            "{'TableName': 'none', 'Item': {}, 'ConditionExpression': 'a = :v'}",
            ONE
                + "Invalid ConditionExpression: An expression attribute value used in expression is"
                + " not defined; attribute value: :v"),
        Arguments.of(
            "PutItem",
            "{'Item': {}}",
            ONE
                + "Value null at 'tableName' failed to satisfy constraint: Member must not be"
                + " null"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'ConditionExpression': ''}",
            ONE + "Invalid ConditionExpression: The expression can not be empty;"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'ConditionExpression': 'attribute_exists(a)',"
                + " 'ExpressionAttributeValues': {}}",
            ONE + "ExpressionAttributeValues must not be empty"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'ReturnValues': 'ALL_NEW'}",
            ONE + "ReturnValues can only be ALL_OLD or NONE"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'Expected': {'a': {'Exists': true}}}",
            ONE
                + "One or more parameter values were invalid: Value must be provided when Exists is"
                + " true for Attribute: a"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'Expected': {'a': {'Exists': false, 'Value': {'S':"
                + " 'x'}}}}",
            ONE
                + "One or more parameter values were invalid: Value cannot be used when Exists is"
                + " false for Attribute: a"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'Expected': {'a': {'Value': {'S': 'x'},"
                + " 'ComparisonOperator': 'EQ', 'AttributeValueList': [{'S': 'x'}]}}}",
            ONE
                + "One or more parameter values were invalid: Value and AttributeValueList cannot"
                + " be used together for Attribute: a"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'Expected': {'a': {'ComparisonOperator': 'EQ'}}}",
            ONE
                + "One or more parameter values were invalid: Value or AttributeValueList must be"
                + " used with ComparisonOperator: EQ for Attribute: a"),
        Arguments.of(
            "DeleteItem",
            "{'TableName': 'none', 'Key': {}, 'Expected': {'a': {'ComparisonOperator': 'BETWEEN',"
                + " 'AttributeValueList': [{'S': 'x'}]}}}",
            ONE
                + "One or more parameter values were invalid: Invalid number of argument(s) for the"
                + " BETWEEN ComparisonOperator"),
        Arguments.of(
            "UpdateItem",
            "{'TableName': 'none', 'Key': {}, 'ReturnValues': 'X', 'ReturnConsumedCapacity': 'X'}",
            ONE
                + "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD,"
                + " UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"),
        Arguments.of(
            "UpdateItem",
            "{'TableName': 'none', 'Key': {}, 'UpdateExpression': 'INVALID SYNTAX HERE',"
                + " 'ExpressionAttributeValues': {':v': {'S': 'x'}}}",
            ONE
                + "Invalid UpdateExpression: Syntax error; token: \"INVALID\", near: \"INVALID"
                + " SYNTAX\""),
        Arguments.of(
            "UpdateItem",
            "{'TableName': 'none', 'Key': {}, 'UpdateExpression': 'SET b = :w',"
                + " 'ConditionExpression': 'a = :v', 'ExpressionAttributeValues': {':w': {'S':"
                + " 'x'}}}",
            ONE
                + "Invalid ConditionExpression: An expression attribute value used in expression is"
                + " not defined; attribute value: :v"),
        Arguments.of(
            "UpdateItem",
            "{'TableName': '', 'UpdateExpression': 'SET a = :a', 'ReturnConsumedCapacity':"
                + " 'INVALID', 'ReturnValues': 'INVALID'}",
            "4 validation errors detected: Value 'INVALID' at 'returnConsumedCapacity' failed to"
                + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE];"
                + " Value '' at 'tableName' failed to satisfy constraint: Member must have length"
                + " greater than or equal to 1; Value 'INVALID' at 'returnValues' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD,"
                + " NONE, UPDATED_NEW]; Value null at 'key' failed to satisfy constraint: Member"
                + " must not be null"),
        Arguments.of(
            "Query",
            "{'TableName': 'none', 'KeyConditionExpression': 'a = :a', 'Limit': 0}",
            ONE
                + "Value at 'Limit' failed to satisfy constraint: Member must have value greater"
                + " than or equal to 1"),
        Arguments.of(
            "Query",
            "{'TableName': 'none', 'KeyConditionExpression': 'a = :a', 'FilterExpression': 'b',"
                + " 'ProjectionExpression': 'c c'}",
            "Invalid KeyConditionExpression: An expression attribute value used in expression is"
                + " not defined; attribute value: :a"),
        Arguments.of(
            "Query",
            "{'TableName': 'none', 'QueryFilter': {'b': {'ComparisonOperator': 'NULL'}, 'c':"
                + " {'ComparisonOperator': 'NULL'}}, 'ConditionalOperator': 'XOR', 'Select':"
                + " 'BOGUS'}",
            "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"),
        Arguments.of(
            "BatchGetItem",
            "{'RequestItems': {}}",
            ONE
                + "Value at 'RequestItems' failed to satisfy constraint: Member must have length"
                + " greater than or equal to 1"),
        Arguments.of(
            "BatchWriteItem",
            "{'RequestItems': {}}",
            "The requestItems parameter is required for BatchWriteItem"),
        Arguments.of(
            "BatchWriteItem",
            "{'RequestItems': {'none': [{'PutRequest': {'Item': {'a': {'SS': ['x', 'x']}}}}]},"
                + " 'ReturnConsumedCapacity': 'BOGUS', 'ReturnItemCollectionMetrics': 'BOGUS2'}",
            "2 validation errors detected: Value 'BOGUS' at 'returnConsumedCapacity' failed to"
                + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE];"
                + " Value 'BOGUS2' at 'returnItemCollectionMetrics' failed to satisfy constraint:"
                + " Member must satisfy enum value set: [SIZE, NONE]"),
        Arguments.of(
            "BatchWriteItem",
            "{'RequestItems': {'none': [{'PutRequest': {'Item': {'a': {'SS': ['x', 'x']}}}}]}}",
            "One or more parameter values were invalid: Input collection [x, x] contains"
                + " duplicates."),
        Arguments.of(
            "TransactWriteItems",
            "{'TransactItems': [{'Put': {'TableName': 'none', 'Item': {'a': {'SS': ['x',"
                + " 'x']}}}}]}",
            "One or more parameter values were invalid: Input collection [x, x] contains"
                + " duplicates."));
  }

  @ParameterizedTest
  @MethodSource("wrongRequests")
  void theFirstMistakeIsTold(String operation, String json, String message) {
    dynamo.assertInvalid(operation, json, message);
  }
}
