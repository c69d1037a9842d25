package io.nephele.services.dynamodb.transfers;

import java.util.List;

/**
 * What is stored of an import, under the account, region, table's name and id. Times are
 * milliseconds since 1970.
 *
 * @param id the last part of its ARN
 * @param format DYNAMODB_JSON, ION or CSV
 * @param compression GZIP, ZSTD or NONE
 * @param headers the names of columns that the caller gave, or null
 * @param failureCode why it failed, or null
 */
record ImportRow(
    String id,
    String tableArn,
    String tableId,
    String clientToken,
    String bucket,
    String bucketOwner,
    String prefix,
    String format,
    String compression,
    String delimiter,
    List<String> headers,
    long startedAt,
    long endedAt,
    String failureCode,
    String failureMessage,
    long processedBytes,
    long processed,
    long imported,
    long errors) {
  String arn() {
    return tableArn + "/import/" + id;
  }
}
