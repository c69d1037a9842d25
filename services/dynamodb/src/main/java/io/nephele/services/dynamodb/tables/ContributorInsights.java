package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.ContributorInsightsSummary;
import io.nephele.api.dynamodb.DescribeContributorInsightsInput;
import io.nephele.api.dynamodb.DescribeContributorInsightsOutput;
import io.nephele.api.dynamodb.ListContributorInsightsInput;
import io.nephele.api.dynamodb.ListContributorInsightsOutput;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.api.dynamodb.UpdateContributorInsightsInput;
import io.nephele.api.dynamodb.UpdateContributorInsightsOutput;
import io.nephele.core.call.Call;
import java.util.List;

/**
 * Contributor Insights, which are off for all tables and indexes: the rules that count are
 * CloudWatch's, and there are none.
 */
public final class ContributorInsights {
  private static final String DISABLED = "DISABLED";

  private final TableCatalog catalog;

  /** Those of that catalog's tables. */
  public ContributorInsights(TableCatalog catalog) {
    this.catalog = catalog;
  }

  /** Answers DescribeContributorInsights. */
  public DescribeContributorInsightsOutput describe(
      DescribeContributorInsightsInput in, Call call) {
    TableDefinition table = find(in.tableName(), in.indexName(), call);
    return new DescribeContributorInsightsOutput()
        .tableName(table.name())
        .indexName(in.indexName())
        .contributorInsightsRuleList(List.of())
        .contributorInsightsStatus(DISABLED);
  }

  private TableDefinition find(String name, String index, Call call) {
    TableDefinition table = catalog.require(name, call);
    if (index != null && table.index(index) == null) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Index: " + index + " not found");
    }
    return table;
  }

  /** Answers UpdateContributorInsights. */
  public UpdateContributorInsightsOutput update(UpdateContributorInsightsInput in, Call call) {
    TableDefinition table = find(in.tableName(), in.indexName(), call);
    if (in.contributorInsightsAction().equals("ENABLE")) {
      throw DynamoErrors.validation("Nephele has no Contributor Insights to enable.");
    }
    return new UpdateContributorInsightsOutput()
        .tableName(table.name())
        .indexName(in.indexName())
        .contributorInsightsStatus(DISABLED);
  }

  /** Answers ListContributorInsights: of one table, or of none that ever had any. */
  public ListContributorInsightsOutput list(ListContributorInsightsInput in, Call call) {
    if (in.tableName() == null) {
      return new ListContributorInsightsOutput().contributorInsightsSummaries(List.of());
    }
    TableDefinition table = catalog.require(in.tableName(), call);
    return new ListContributorInsightsOutput()
        .contributorInsightsSummaries(
            List.of(
                new ContributorInsightsSummary()
                    .tableName(table.name())
                    .contributorInsightsStatus(DISABLED)));
  }
}
