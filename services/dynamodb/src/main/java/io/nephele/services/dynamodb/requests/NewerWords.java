package io.nephele.services.dynamodb.requests;

import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import java.util.Map;

/**
 * The words that AWS has since 2026 for some members of some requests that break bounds. Requests
 * without a member that is required are told of in the words from before.
 */
final class NewerWords {
  /** What AWS begins with when one thing is wrong. */
  static final String ONE = "1 validation error detected: ";

  private static final String AT_LEAST_LONG =
      "' failed to satisfy constraint: Member must have length greater than or equal to 1";

  private NewerWords() {}

  /**
   * Looks for what has newer words.
   *
   * @throws AwsException if it is wrong
   */
  static void check(Struct request) {
    switch (request.shape().name()) {
      case "PutItemInput", "UpdateItemInput", "DeleteItemInput" -> checkWrite(request);
      case "QueryInput" -> checkQuery(request);
      case "BatchGetItemInput" -> {
        if (isEmpty(request.get("RequestItems"))) {
          throw DynamoErrors.validation(ONE + "Value at 'RequestItems" + AT_LEAST_LONG);
        }
      }
      case "BatchWriteItemInput" -> {
        if (isEmpty(request.get("RequestItems"))) {
          throw DynamoErrors.validation(
              "The requestItems parameter is required for BatchWriteItem");
        }
      }
      default -> {
        // has none
      }
    }
  }

  private static boolean isEmpty(Object items) {
    return items instanceof Map<?, ?> map && map.isEmpty();
  }

  private static boolean isWhole(Struct request) {
    for (Member member : request.shape().members()) {
      if (member.required() && request.get(member.index()) == null) {
        return false;
      }
    }
    return true;
  }

  private static void checkWrite(Struct request) {
    if (!isWhole(request)) {
      return;
    }
    if ("".equals(request.get("TableName"))) {
      throw DynamoErrors.validation(ONE + "Value at 'TableName" + AT_LEAST_LONG);
    }
    if (breaksEnumeration(request, "ReturnValues")) {
      throw DynamoErrors.validation(
          ONE
              + "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD,"
              + " UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]");
    }
  }

  private static void checkQuery(Struct request) {
    if (!isWhole(request)) {
      return;
    }
    boolean combined =
        request.get("QueryFilter") instanceof Map<?, ?> filters && filters.size() > 1;
    if (combined && breaksEnumeration(request, "ConditionalOperator")) {
      throw DynamoErrors.validation(
          "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]");
    }
    if (request.get("Limit") instanceof Integer limit && limit < 1) {
      throw DynamoErrors.validation(
          ONE
              + "Value at 'Limit' failed to satisfy constraint: Member must have value greater than"
              + " or equal to 1");
    }
  }

  private static boolean breaksEnumeration(Struct request, String name) {
    Member member = request.shape().member(name);
    return request.get(name) instanceof String text
        && !member.constraints().enumeration().contains(text);
  }
}
