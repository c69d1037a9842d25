package io.nephele.services.s3;

import io.nephele.core.worlds.TableDescription;

/** How the rows of S3 are told to people who compare worlds: never with keys. */
final class StoredTables {
  private StoredTables() {}

  /** How the rows of that table are told. */
  static TableDescription of(String table) {
    return switch (table) {
      case "s3.buckets" -> TableDescription.UNKNOWN.key("bucket");
      case "s3.objects" -> TableDescription.UNKNOWN.key("bucketId", "key");
      case "s3.versions" -> TableDescription.UNKNOWN.key("bucketId", "key", "newestFirst");
      case "s3.parts" -> TableDescription.UNKNOWN.key("bucketId", "body", "part");
      case "s3.uploads" -> TableDescription.UNKNOWN.key("bucketId", "key", "begun", "uploadId");
      case "s3.rootKeys" -> TableDescription.UNKNOWN.hiding("key").asInternal();
      case "s3.bucketKeys" ->
          TableDescription.UNKNOWN
              .key("bucketId", "principal", "use", "kmsKey")
              .hiding("key")
              .asInternal();
      // They say in another order what others say.
      case "s3.names",
          "s3.nullVersions",
          "s3.lastIds",
          "s3.accessPointAliases",
          "s3.objectLambdaAliases",
          "s3.multiRegionAliases",
          "s3.accessPointsOfBuckets" ->
          TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }
}
