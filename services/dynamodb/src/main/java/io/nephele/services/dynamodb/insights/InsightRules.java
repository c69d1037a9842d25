package io.nephele.services.dynamodb.insights;

import io.nephele.core.insights.RuleId;
import io.nephele.services.dynamodb.tables.IndexRow;
import io.nephele.services.dynamodb.tables.InsightSettings;
import io.nephele.services.dynamodb.tables.TableRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules by which the keys of a table or global index are counted.
 *
 * @param accessed of partition keys that are used; null where only throttled ones are counted
 * @param accessedItems of whole keys that are used; null without a sort key too
 * @param throttled of partition keys that are throttled
 * @param throttledItems of whole keys that are throttled; null without a sort key
 * @param hash the attributes of the partition key
 * @param range the attributes of the sort key
 */
public record InsightRules(
    RuleId accessed,
    RuleId accessedItems,
    RuleId throttled,
    RuleId throttledItems,
    List<String> hash,
    List<String> range) {

  /** The rules of a table, or of one of its global indexes; null if its keys are not counted. */
  public static InsightRules of(TableRow row, IndexRow index) {
    InsightSettings settings =
        row.settings().insights() == null
            ? null
            : row.settings().insights().get(index == null ? "" : index.name());
    if (settings == null || !settings.enabled()) {
      return null;
    }
    List<String> hash = index == null ? List.of(row.hash()) : index.hash();
    List<String> range =
        index != null ? index.range() : row.range() == null ? List.of() : List.of(row.range());
    String resource = index == null ? row.name() : row.name() + '/' + index.name();
    boolean sorted = !range.isEmpty();
    return new InsightRules(
        settings.throttledOnly() ? null : id(row, "PKC", resource, settings),
        settings.throttledOnly() || !sorted ? null : id(row, "SKC", resource, settings),
        id(row, "PKT", resource, settings),
        sorted ? id(row, "SKT", resource, settings) : null,
        hash,
        range);
  }

  private static RuleId id(TableRow row, String kind, String resource, InsightSettings settings) {
    return new RuleId(
        row.accountId(),
        row.region(),
        "DynamoDBContributorInsights-" + kind + '-' + resource + '-' + settings.since());
  }

  /** Those that there are. */
  List<RuleId> all() {
    List<RuleId> all = new ArrayList<>();
    for (RuleId each : new RuleId[] {accessed, accessedItems, throttled, throttledItems}) {
      if (each != null) {
        all.add(each);
      }
    }
    return all;
  }

  /** What contributors to a rule are told apart by. */
  List<String> keys(RuleId rule) {
    if (rule != accessedItems && rule != throttledItems) {
      return hash;
    }
    List<String> keys = new ArrayList<>(hash);
    keys.addAll(range);
    return keys;
  }

  /** Whether a rule adds up units, rather than counts calls. */
  boolean sums(RuleId rule) {
    return rule == accessed || rule == accessedItems;
  }
}
