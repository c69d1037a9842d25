package io.nephele.services.cloudtrail;

import io.nephele.core.store.Key;
import io.nephele.core.trail.Selection;
import java.util.List;
import java.util.Map;

/**
 * A trail as it is stored.
 *
 * @param region its home region
 * @param snsTopicName as it was given, a name or an ARN; or null
 * @param tags in the order in which they came
 * @param basic what was given as event selectors; null where advanced ones were
 * @param advanced what was given as advanced event selectors; null where basic ones were
 * @param isLogging whether it takes events now
 * @param startedAt when logging was last started, in milliseconds; 0 for never
 * @param stoppedAt when logging was last stopped, in milliseconds; 0 for never
 */
record TrailRecord(
    String arn,
    String account,
    String region,
    String name,
    String bucket,
    String prefix,
    String snsTopicName,
    String snsTopicArn,
    boolean globalEvents,
    boolean multiRegion,
    boolean validation,
    String logGroupArn,
    String logRoleArn,
    String kmsKeyArn,
    Map<String, String> tags,
    List<BasicSelector> basic,
    List<AdvancedSelector> advanced,
    boolean isLogging,
    long startedAt,
    long stoppedAt) {

  /** What of management events and data events a trail takes. */
  record BasicSelector(
      String readWrite, boolean management, List<DataResources> data, List<String> excluded) {}

  /** ARNs, or beginnings of ARNs, of resources of one type. */
  record DataResources(String type, List<String> values) {}

  /** A named set of conditions. */
  record AdvancedSelector(String name, Selection.Conditions conditions) {}

  /** What a trail takes until something else is said: all management events. */
  static final List<BasicSelector> DEFAULT =
      List.of(new BasicSelector("All", true, List.of(), List.of()));

  Key key() {
    return Key.of(account).with(region).with(name);
  }

  boolean hasCustomSelectors() {
    return advanced != null || !DEFAULT.equals(basic);
  }

  TrailRecord withTags(Map<String, String> now) {
    return new TrailRecord(
        arn,
        account,
        region,
        name,
        bucket,
        prefix,
        snsTopicName,
        snsTopicArn,
        globalEvents,
        multiRegion,
        validation,
        logGroupArn,
        logRoleArn,
        kmsKeyArn,
        now,
        basic,
        advanced,
        isLogging,
        startedAt,
        stoppedAt);
  }

  TrailRecord withSelectors(List<BasicSelector> nowBasic, List<AdvancedSelector> nowAdvanced) {
    return new TrailRecord(
        arn,
        account,
        region,
        name,
        bucket,
        prefix,
        snsTopicName,
        snsTopicArn,
        globalEvents,
        multiRegion,
        validation,
        logGroupArn,
        logRoleArn,
        kmsKeyArn,
        tags,
        nowBasic,
        nowAdvanced,
        isLogging,
        startedAt,
        stoppedAt);
  }

  TrailRecord logging(boolean now, long at) {
    return new TrailRecord(
        arn,
        account,
        region,
        name,
        bucket,
        prefix,
        snsTopicName,
        snsTopicArn,
        globalEvents,
        multiRegion,
        validation,
        logGroupArn,
        logRoleArn,
        kmsKeyArn,
        tags,
        basic,
        advanced,
        now,
        now ? at : startedAt,
        now ? stoppedAt : at);
  }
}
