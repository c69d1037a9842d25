package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.PutCompositeAlarmInput;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import io.nephele.wire.cbor.StoredStructs;
import java.util.Map;

/**
 * An alarm.
 *
 * @param composite whether it looks at other alarms rather than at metrics
 * @param partition of its ARN
 * @param definition the request that made it, without tags
 * @param actionsEnabled whether actions are taken
 * @param state OK, ALARM or INSUFFICIENT_DATA
 * @param reason of the state
 * @param reasonData of the state, JSON, or null
 * @param updated when the state was last set, in milliseconds
 * @param transitioned when the state became another, in milliseconds
 * @param configured when it was last defined, in milliseconds
 * @param tags by key
 * @param suppressedBy what keeps the actions from being taken: Alarm, WaitPeriod, ExtensionPeriod;
 *     null if nothing does
 */
record Alarm(
    String accountId,
    String region,
    String name,
    boolean composite,
    String partition,
    Bytes definition,
    boolean actionsEnabled,
    String state,
    String reason,
    String reasonData,
    long updated,
    long transitioned,
    long configured,
    Map<String, String> tags,
    String suppressedBy) {
  static final String OK = "OK";
  static final String ALARM = "ALARM";
  static final String INSUFFICIENT_DATA = "INSUFFICIENT_DATA";

  Key key() {
    return key(accountId, region, name);
  }

  static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  String arn() {
    return "arn:" + partition + ":cloudwatch:" + region + ":" + accountId + ":alarm:" + name;
  }

  String type() {
    return composite ? "CompositeAlarm" : "MetricAlarm";
  }

  PutMetricAlarmInput metric() {
    return new PutMetricAlarmInput(
        StoredStructs.read(definition.toArray(), Cloudwatch.PutMetricAlarm.model().input()));
  }

  PutCompositeAlarmInput compositeRule() {
    return new PutCompositeAlarmInput(
        StoredStructs.read(definition.toArray(), Cloudwatch.PutCompositeAlarm.model().input()));
  }

  Alarm withState(String newState, String newReason, String newData, long now) {
    return new Alarm(
        accountId,
        region,
        name,
        composite,
        partition,
        definition,
        actionsEnabled,
        newState,
        newReason,
        newData,
        now,
        newState.equals(state) ? transitioned : now,
        configured,
        tags,
        suppressedBy);
  }

  Alarm withActionsEnabled(boolean enabled) {
    return new Alarm(
        accountId,
        region,
        name,
        composite,
        partition,
        definition,
        enabled,
        state,
        reason,
        reasonData,
        updated,
        transitioned,
        configured,
        tags,
        suppressedBy);
  }

  Alarm withTags(Map<String, String> other) {
    return new Alarm(
        accountId,
        region,
        name,
        composite,
        partition,
        definition,
        actionsEnabled,
        state,
        reason,
        reasonData,
        updated,
        transitioned,
        configured,
        other,
        suppressedBy);
  }

  Alarm withSuppressedBy(String other) {
    return new Alarm(
        accountId,
        region,
        name,
        composite,
        partition,
        definition,
        actionsEnabled,
        state,
        reason,
        reasonData,
        updated,
        transitioned,
        configured,
        tags,
        other);
  }
}
