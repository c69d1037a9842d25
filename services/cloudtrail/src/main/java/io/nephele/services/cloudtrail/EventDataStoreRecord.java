package io.nephele.services.cloudtrail;

import io.nephele.core.store.Key;
import io.nephele.core.trail.Selection;
import io.nephele.core.trail.Selection.Conditions;
import io.nephele.services.cloudtrail.TrailRecord.AdvancedSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An event data store of CloudTrail Lake.
 *
 * @param region its home region
 * @param id a UUID
 * @param status ENABLED, STOPPED_INGESTION or PENDING_DELETION
 * @param retentionDays how long events are kept
 * @param tags in the order in which they came
 * @param createdAt in milliseconds of the world's clock, as {@code updatedAt}
 */
record EventDataStoreRecord(
    String partition,
    String account,
    String region,
    String id,
    String name,
    String status,
    List<AdvancedSelector> selectors,
    boolean multiRegion,
    int retentionDays,
    boolean terminationProtected,
    String billingMode,
    Map<String, String> tags,
    long createdAt,
    long updatedAt) {
  static final String ENABLED = "ENABLED";
  static final String STOPPED = "STOPPED_INGESTION";
  static final String PENDING_DELETION = "PENDING_DELETION";

  private static final long DAY = 86_400_000L;

  Key key() {
    return Key.of(account).with(region).with(id);
  }

  String arn() {
    return "arn:" + partition + ":cloudtrail:" + region + ":" + account + ":eventdatastore/" + id;
  }

  /** What it takes, for who takes note of calls. */
  Selection selection() {
    List<Conditions> conditions = new ArrayList<>();
    for (AdvancedSelector selector : selectors) {
      conditions.add(selector.conditions());
    }
    return new Selection(id, region, multiRegion, true, conditions, true);
  }

  /** The earliest time of events that are kept at a time, both in milliseconds. */
  long horizon(long now) {
    return now - retentionDays * DAY;
  }

  EventDataStoreRecord withStatus(String changed, long now) {
    return new EventDataStoreRecord(
        partition,
        account,
        region,
        id,
        name,
        changed,
        selectors,
        multiRegion,
        retentionDays,
        terminationProtected,
        billingMode,
        tags,
        createdAt,
        now);
  }

  EventDataStoreRecord withTags(Map<String, String> changed) {
    return new EventDataStoreRecord(
        partition,
        account,
        region,
        id,
        name,
        status,
        selectors,
        multiRegion,
        retentionDays,
        terminationProtected,
        billingMode,
        changed,
        createdAt,
        updatedAt);
  }
}
