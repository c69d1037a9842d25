package io.nephele.services.dynamodb.query;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.Projection;
import io.nephele.services.dynamodb.items.NestedKeys;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a Query or Scan wants of the items that it reads.
 *
 * @param select as the request has it, or null
 * @param projection null for all attributes, or all that the index holds
 * @param filter null for all items
 * @param expression whether the projection is an expression, for errors
 */
record Wanted(String select, Projection projection, Condition filter, boolean expression) {
  private static final String COUNT = "COUNT";
  private static final String ALL = "ALL_ATTRIBUTES";

  /** Fails if it contradicts itself, whatever the table is. */
  void check(boolean ofIndex, String operation) {
    String parameter = expression ? "ProjectionExpression" : "AttributesToGet";
    if (projection != null && select != null && !select.equals("SPECIFIC_ATTRIBUTES")) {
      throw DynamoErrors.validation(
          "Cannot specify the "
              + parameter
              + " when choosing to get "
              + (select.equals(COUNT) ? "only the Count" : select));
    }
    if (projection == null && "SPECIFIC_ATTRIBUTES".equals(select)) {
      throw DynamoErrors.validation(
          "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
              + " SPECIFIC_ATTRIBUTES");
    }
    if ("ALL_PROJECTED_ATTRIBUTES".equals(select) && !ofIndex) {
      throw DynamoErrors.validation(
          "ALL_PROJECTED_ATTRIBUTES can be used only when " + operation + " using an IndexName");
    }
  }

  /**
   * Fails if the table or index does not have it.
   *
   * @throws AwsException in AWS's words
   */
  void check(TableDefinition table, IndexDefinition index) {
    if (projection != null) {
      NestedKeys.check(table, projection.nestedAttributes());
    }
    if (filter != null) {
      NestedKeys.check(table, filter.nestedAttributes());
    }
    if (index == null || !index.isGlobal() || index.projected() == null) {
      return;
    }
    if (ALL.equals(select)) {
      throw DynamoErrors.invalidParameter(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index "
              + index.name()
              + " because its projection type is not ALL");
    }
    if (projection != null) {
      List<String> missing = new ArrayList<>(projection.attributes());
      missing.removeAll(index.projected());
      if (!missing.isEmpty()) {
        throw DynamoErrors.invalidParameter(
            "Global secondary index " + index.name() + " does not project " + missing);
      }
    }
  }

  boolean countOnly() {
    return COUNT.equals(select);
  }

  /** Whether attributes have to be fetched from the table that the index does not hold. */
  boolean fetches(IndexDefinition index) {
    Set<String> held = index == null || index.isGlobal() ? null : index.projected();
    if (held == null) {
      return false;
    }
    return ALL.equals(select)
        || projection != null && !held.containsAll(projection.attributes())
        || filter != null && !held.containsAll(filter.attributes());
  }
}
