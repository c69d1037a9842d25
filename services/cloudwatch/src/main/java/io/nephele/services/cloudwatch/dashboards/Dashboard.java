package io.nephele.services.cloudwatch.dashboards;

/**
 * A dashboard, which belongs to all regions.
 *
 * @param body JSON as it was given
 * @param modified in milliseconds
 */
record Dashboard(String accountId, String partition, String name, String body, long modified) {
  String arn() {
    return "arn:" + partition + ":cloudwatch::" + accountId + ":dashboard/" + name;
  }
}
