package io.nephele.services.iam;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A report of when services were last used: as things were when it was asked for.
 *
 * @param granularity {@code SERVICE_LEVEL} or {@code ACTION_LEVEL}
 * @param readyAt when the report can be had
 * @param services those that the policies grant, by namespace
 * @param entities the users and roles that have the policies
 */
record AccessJob(
    String id,
    String granularity,
    Instant createdAt,
    Instant readyAt,
    List<ServiceUse> services,
    List<EntityUse> entities) {

  /**
   * A service and who used it last.
   *
   * @param lastAt when it was last used, or null if never in the time that is tracked
   * @param entityArn who used it last
   * @param entities how many did
   * @param actions the actions that are granted, of reports on actions
   */
  record ServiceUse(
      String namespace,
      Instant lastAt,
      String entityArn,
      String region,
      int entities,
      List<TrackedAction> actions) {}

  /** An action and who used it last; null where nobody did. */
  record TrackedAction(String name, Instant lastAt, String entityArn, String region) {}

  /**
   * A user or role and when it last used services.
   *
   * @param type {@code USER} or {@code ROLE}
   * @param lastAt by namespace
   */
  record EntityUse(
      String arn, String name, String type, String id, String path, Map<String, Instant> lastAt) {}
}
