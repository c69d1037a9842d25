package io.nephele.services.dynamodb.tables;

import java.util.List;
import java.util.Map;

/**
 * What is stored of a table, under its account, region and name. Times are milliseconds since 1970.
 *
 * @param number tells its items from those of other tables of the account and region, also of
 *     deleted ones
 * @param id the id that AWS shows, a UUID
 * @param attributes the types (S, N or B) of the attributes of keys, by name
 * @param hash the partition key's attribute
 * @param range the sort key's attribute, or null
 * @param nextIndex the number of the index that is created next
 * @param stream the latest stream, or null if there was none
 * @param timeToLive null if it was never set
 * @param replicas the regions of the other replicas of a global table; empty if it is none
 */
public record TableRow(
    long number,
    String id,
    String accountId,
    String region,
    String name,
    String partition,
    long createdAt,
    Map<String, String> attributes,
    String hash,
    String range,
    int nextIndex,
    List<IndexRow> indexes,
    Billing billing,
    StreamSettings stream,
    TimeToLive timeToLive,
    Recovery recovery,
    TableSettings settings,
    List<String> replicas) {

  /** With another number. */
  public TableRow withNumber(long other) {
    return new TableRow(
        other,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        attributes,
        hash,
        range,
        nextIndex,
        indexes,
        billing,
        stream,
        timeToLive,
        recovery,
        settings,
        replicas);
  }

  /** With other attributes and indexes. */
  public TableRow withIndexes(Map<String, String> types, List<IndexRow> changed, int next) {
    return new TableRow(
        number,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        types,
        hash,
        range,
        next,
        changed,
        billing,
        stream,
        timeToLive,
        recovery,
        settings,
        replicas);
  }

  /** With other billing. */
  public TableRow with(Billing changed) {
    return new TableRow(
        number,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        attributes,
        hash,
        range,
        nextIndex,
        indexes,
        changed,
        stream,
        timeToLive,
        recovery,
        settings,
        replicas);
  }

  /** With another stream. */
  public TableRow with(StreamSettings changed) {
    return new TableRow(
        number,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        attributes,
        hash,
        range,
        nextIndex,
        indexes,
        billing,
        changed,
        timeToLive,
        recovery,
        settings,
        replicas);
  }

  /** With another time to live. */
  public TableRow with(TimeToLive changed) {
    return new TableRow(
        number,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        attributes,
        hash,
        range,
        nextIndex,
        indexes,
        billing,
        stream,
        changed,
        recovery,
        settings,
        replicas);
  }

  /** With another recovery. */
  public TableRow with(Recovery changed) {
    return new TableRow(
        number,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        attributes,
        hash,
        range,
        nextIndex,
        indexes,
        billing,
        stream,
        timeToLive,
        changed,
        settings,
        replicas);
  }

  /** With other settings. */
  public TableRow with(TableSettings changed) {
    return new TableRow(
        number,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        attributes,
        hash,
        range,
        nextIndex,
        indexes,
        billing,
        stream,
        timeToLive,
        recovery,
        changed,
        replicas);
  }

  /** With other replicas. */
  public TableRow withReplicas(List<String> changed) {
    return new TableRow(
        number,
        id,
        accountId,
        region,
        name,
        partition,
        createdAt,
        attributes,
        hash,
        range,
        nextIndex,
        indexes,
        billing,
        stream,
        timeToLive,
        recovery,
        settings,
        changed);
  }
}
