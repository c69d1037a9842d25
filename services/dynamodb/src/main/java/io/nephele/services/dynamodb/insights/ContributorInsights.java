package io.nephele.services.dynamodb.insights;

import io.nephele.api.dynamodb.ContributorInsightsSummary;
import io.nephele.api.dynamodb.DescribeContributorInsightsInput;
import io.nephele.api.dynamodb.DescribeContributorInsightsOutput;
import io.nephele.api.dynamodb.ListContributorInsightsInput;
import io.nephele.api.dynamodb.ListContributorInsightsOutput;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.api.dynamodb.UpdateContributorInsightsInput;
import io.nephele.api.dynamodb.UpdateContributorInsightsOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.insights.Contributions;
import io.nephele.core.insights.RuleId;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.InsightSettings;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operations on Contributor Insights, whose reports CloudWatch gives. */
public final class ContributorInsights {
  private static final String ALL = "ACCESSED_AND_THROTTLED_KEYS";
  private static final String THROTTLED = "THROTTLED_KEYS";
  private static final int PAGE = 100;

  private final World world;
  private final TableCatalog catalog;
  private final Contributions contributions;

  /** Those of that catalog's tables. */
  public ContributorInsights(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
    this.contributions = world.contributions();
  }

  /** Answers DescribeContributorInsights. */
  public DescribeContributorInsightsOutput describe(
      DescribeContributorInsightsInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    IndexDefinition index = index(table, in.indexName());
    InsightSettings settings = settings(table, in.indexName());
    InsightRules rules = table.insights(index);
    List<String> names = new ArrayList<>();
    if (rules != null) {
      rules.all().forEach(rule -> names.add(rule.name()));
    }
    return new DescribeContributorInsightsOutput()
        .tableName(table.name())
        .indexName(in.indexName())
        .contributorInsightsRuleList(names)
        .contributorInsightsStatus(rules == null ? "DISABLED" : "ENABLED")
        .contributorInsightsMode(rules == null ? null : mode(settings))
        .lastUpdateDateTime(settings == null ? null : Instant.ofEpochMilli(settings.changedAt()));
  }

  private static InsightSettings settings(TableDefinition table, String index) {
    Map<String, InsightSettings> all = table.row().settings().insights();
    return all == null ? null : all.get(index == null ? "" : index);
  }

  private static String mode(InsightSettings settings) {
    return settings.throttledOnly() ? THROTTLED : ALL;
  }

  private static IndexDefinition index(TableDefinition table, String name) {
    IndexDefinition index = name == null ? null : table.index(name);
    if (name != null && (index == null || !index.isGlobal())) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Index: " + name + " not found");
    }
    return index;
  }

  /** Answers UpdateContributorInsights. */
  public UpdateContributorInsightsOutput update(UpdateContributorInsightsInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    boolean enable = in.contributorInsightsAction().equals("ENABLE");
    if (!enable && in.contributorInsightsMode() != null) {
      throw DynamoErrors.validation(
          "ContributorInsightsMode can only be specified when ContributorInsightsAction is ENABLE");
    }
    InsightSettings after =
        world
            .store()
            .write(
                transaction ->
                    change(
                        transaction,
                        address,
                        in.indexName(),
                        enable,
                        in.contributorInsightsMode()));
    return new UpdateContributorInsightsOutput()
        .tableName(address.name())
        .indexName(in.indexName())
        .contributorInsightsStatus(enable ? "ENABLING" : "DISABLING")
        .contributorInsightsMode(mode(after));
  }

  private InsightSettings change(
      Transaction transaction, TableAddress address, String name, boolean enable, String mode) {
    TableDefinition table = catalog.require(transaction, address);
    index(table, name);
    InsightSettings last = settings(table, name);
    boolean was = last != null && last.enabled();
    long now = world.clock().millis();
    boolean throttledOnly = mode == null ? was && last.throttledOnly() : mode.equals(THROTTLED);
    InsightSettings next =
        new InsightSettings(enable, throttledOnly, was ? last.since() : now, now);
    Map<String, InsightSettings> all = new HashMap<>();
    if (table.row().settings().insights() != null) {
      all.putAll(table.row().settings().insights());
    }
    all.put(name == null ? "" : name, next);
    TableSettings settings = table.row().settings().withInsights(Map.copyOf(all));
    TableDefinition after = catalog.put(transaction, table.row().with(settings));
    bring(transaction, rules(table, name), rules(after, name));
    return next;
  }

  private static InsightRules rules(TableDefinition table, String name) {
    return table.insights(name == null ? null : table.index(name));
  }

  /** Ends the rules that are not wanted any more, and makes those that are. */
  private void bring(Transaction transaction, InsightRules before, InsightRules after) {
    List<RuleId> wanted = after == null ? List.of() : after.all();
    if (before != null) {
      for (RuleId rule : before.all()) {
        if (!wanted.contains(rule)) {
          contributions.withdraw(transaction, rule);
        }
      }
    }
    for (RuleId rule : wanted) {
      contributions.declare(transaction, rule, after.keys(rule), after.sums(rule));
    }
  }

  /** Ends the rules of a table that is deleted. */
  public void end(Transaction transaction, TableDefinition table) {
    bring(transaction, table.insights(null), null);
    for (IndexDefinition index : table.indexes()) {
      bring(transaction, table.insights(index), null);
    }
  }

  /** Answers ListContributorInsights: what was ever set, table by table. */
  public ListContributorInsightsOutput list(ListContributorInsightsInput in, Call call) {
    int most = in.maxResults() == null || in.maxResults() == 0 ? PAGE : in.maxResults();
    List<ContributorInsightsSummary> found = new ArrayList<>();
    if (in.tableName() != null) {
      found.addAll(summaries(catalog.require(in.tableName(), call)));
    } else {
      world
          .store()
          .read(
              reader -> {
                found.clear();
                for (TableDefinition table :
                    catalog.list(reader, call.accountId(), call.region().name(), null)) {
                  found.addAll(summaries(table));
                }
                return null;
              });
    }
    int from = from(in.nextToken(), found.size());
    int to = Math.min(found.size(), from + most);
    return new ListContributorInsightsOutput()
        .contributorInsightsSummaries(found.subList(from, to))
        .nextToken(to < found.size() ? Integer.toString(to) : null);
  }

  private static int from(String token, int size) {
    if (token == null) {
      return 0;
    }
    try {
      int from = Integer.parseInt(token);
      if (from >= 0) {
        return Math.min(from, size);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw DynamoErrors.validation("Invalid NextToken: " + token);
  }

  private static List<ContributorInsightsSummary> summaries(TableDefinition table) {
    List<ContributorInsightsSummary> summaries = new ArrayList<>();
    Map<String, InsightSettings> all = table.row().settings().insights();
    if (all == null) {
      return summaries;
    }
    all.keySet().stream()
        .sorted()
        .filter(name -> name.isEmpty() || table.index(name) != null)
        .forEach(
            name -> {
              InsightSettings settings = all.get(name);
              summaries.add(
                  new ContributorInsightsSummary()
                      .tableName(table.name())
                      .indexName(name.isEmpty() ? null : name)
                      .contributorInsightsStatus(settings.enabled() ? "ENABLED" : "DISABLED")
                      .contributorInsightsMode(settings.enabled() ? mode(settings) : null));
            });
    return summaries;
  }
}
