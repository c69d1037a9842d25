package io.nephele.services.dynamodb.transfers;

/**
 * What is stored of an export, under the account, region, table's name and id. Times are
 * milliseconds since 1970.
 *
 * @param id the last part of its ARN
 * @param time the moment that is exported; of an incremental export the end
 * @param from the moment that changes are exported since; 0 of a full export
 * @param newOnly whether changes are exported without the items before them
 * @param manifest the key of the summary in the bucket, or null
 * @param failureCode why it failed, or null
 * @param ion whether it is Amazon Ion, else DynamoDB JSON
 */
record ExportRow(
    String id,
    String tableArn,
    String tableId,
    String clientToken,
    String bucket,
    String bucketOwner,
    String prefix,
    String algorithm,
    String kmsKeyId,
    long startedAt,
    long endedAt,
    long time,
    long from,
    boolean newOnly,
    String manifest,
    String failureCode,
    String failureMessage,
    long itemCount,
    long bytes,
    boolean ion) {
  /** The format as the API names it. */
  String format() {
    return ion ? "ION" : "DYNAMODB_JSON";
  }

  String arn() {
    return tableArn + "/export/" + id;
  }
}
