package io.nephele.services.dynamodb.tables;

import io.nephele.core.store.Key;
import io.nephele.services.dynamodb.insights.InsightRules;
import io.nephele.services.dynamodb.metrics.MetricKeys;
import java.util.ArrayList;
import java.util.List;

/** A table as the operations on items see it. Immutable. */
public final class TableDefinition {
  private final TableRow row;
  private final TableAddress address;
  private final KeyAttribute hash;
  private final KeyAttribute range;
  private final Key items;
  private final List<IndexDefinition> indexes;
  private final boolean hasLocalIndex;
  private final boolean followed;
  private final boolean stamped;
  private final MetricKeys metrics;
  private final InsightRules insights;
  private final List<KinesisDestination> destinations;

  /** A table from what is stored of it. */
  public TableDefinition(TableRow row) {
    this.row = row;
    this.address = new TableAddress(row.partition(), row.accountId(), row.region(), row.name());
    this.hash = new KeyAttribute(row.hash(), row.attributes().get(row.hash()));
    this.range =
        row.range() == null
            ? null
            : new KeyAttribute(row.range(), row.attributes().get(row.range()));
    this.insights = InsightRules.of(row, null);
    this.metrics = new MetricKeys(row.accountId(), row.region(), row.name());
    this.items = Key.of(row.accountId()).with(row.region()).with(row.number());
    List<IndexDefinition> definitions = new ArrayList<>(row.indexes().size());
    boolean local = false;
    for (IndexRow index : row.indexes()) {
      definitions.add(new IndexDefinition(index, row, items));
      local |= !index.global();
    }
    this.indexes = List.copyOf(definitions);
    this.hasLocalIndex = local;
    this.destinations =
        row.settings().destinations() == null
            ? List.of()
            : row.settings().destinations().stream().filter(KinesisDestination::active).toList();
    this.stamped = row.settings().ofReplica().isOlder();
    this.followed =
        !indexes.isEmpty()
            || stream() != null
            || expiryAttribute() != null
            || row.recovery().isOn()
            || !destinations.isEmpty()
            || !row.replicas().isEmpty()
            || stamped;
  }

  /** What is stored of it. */
  public TableRow row() {
    return row;
  }

  /** Where it is. */
  public TableAddress address() {
    return address;
  }

  /** Its name. */
  public String name() {
    return row.name();
  }

  /** Its ARN. */
  public String arn() {
    return address.arn();
  }

  /** Its partition key. */
  public KeyAttribute hash() {
    return hash;
  }

  /** Its sort key, or null. */
  public KeyAttribute range() {
    return range;
  }

  /** Its metrics. */
  public MetricKeys metrics() {
    return metrics;
  }

  /** The rules by which its keys, or those of an index, are counted; null if they are not. */
  public InsightRules insights(IndexDefinition index) {
    return index == null ? insights : InsightRules.of(row, index.row());
  }

  /** What the keys of its items, and of all that belongs to it, begin with. */
  public Key items() {
    return items;
  }

  /** Its secondary indexes, in order of creation. */
  public List<IndexDefinition> indexes() {
    return indexes;
  }

  /** The index of that name, or null. */
  public IndexDefinition index(String name) {
    for (IndexDefinition index : indexes) {
      if (index.name().equals(name)) {
        return index;
      }
    }
    return null;
  }

  /** Whether it has a local secondary index, and so item collections. */
  public boolean hasLocalIndex() {
    return hasLocalIndex;
  }

  /** Whether anything follows from changes of its items: indexes, streams and so on. */
  public boolean isFollowed() {
    return followed;
  }

  /** Whether its items say when and where they were last written, as of older global tables. */
  public boolean isStamped() {
    return stamped;
  }

  /** The stream that changes are written to, or null. */
  public StreamSettings stream() {
    return row.stream() != null && row.stream().enabled() ? row.stream() : null;
  }

  /** The Kinesis data streams that changes go to. */
  public List<KinesisDestination> destinations() {
    return destinations;
  }

  /** The attribute that says when items expire, or null. */
  public String expiryAttribute() {
    return row.timeToLive() != null && row.timeToLive().enabled()
        ? row.timeToLive().attribute()
        : null;
  }

  /** Whether an attribute is one of the primary key. */
  public boolean isKey(String attribute) {
    return attribute.equals(hash.name()) || range != null && attribute.equals(range.name());
  }
}
