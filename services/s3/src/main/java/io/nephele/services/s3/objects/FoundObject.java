package io.nephele.services.s3.objects;

import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.TimestampFormat;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.Timestamps;
import java.time.Instant;

/** Finds the object or version that a request is about, or says in S3's words why it cannot. */
public final class FoundObject {
  private FoundObject() {}

  /**
   * The object, which is no delete marker.
   *
   * @param versionId null for the current one
   * @param method of the request, for the error
   */
  public static StoredObject of(
      S3World s3, Reader reader, Bucket bucket, String key, String versionId, String method) {
    StoredObject object;
    if (versionId == null) {
      object = s3.objects().latest(reader, bucket, key);
      if (object == null) {
        throw S3Errors.noSuchKey(key);
      }
    } else {
      checkVersionId(versionId);
      object = s3.objects().version(reader, bucket, key, versionId);
      if (object == null) {
        throw S3Errors.noSuchVersion(key, versionId);
      }
    }
    if (object.deleteMarker()) {
      throw marker(key, object, versionId != null, method);
    }
    return object;
  }

  /** Version ids are made by S3, so that one of another form is a mistake. */
  static void checkVersionId(String versionId) {
    if (versionId.isEmpty()) {
      throw S3Errors.invalidArgument(
          "Version id cannot be the empty string", "versionId", versionId);
    }
    if (!versionId.equals(StoredObject.NULL_VERSION) && VersionIds.sequenceOf(versionId) == -1) {
      throw S3Errors.invalidArgument("Invalid version id specified", "versionId", versionId);
    }
  }

  private static AwsException marker(
      String key, StoredObject marker, boolean named, String method) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    AwsException error =
        named || !reads
            ? S3Errors.methodNotAllowed(method, "DeleteMarker")
                .withHeader("Allow", "DELETE")
                .withHeader(
                    "Last-Modified",
                    Timestamps.format(
                        Instant.ofEpochMilli(marker.modifiedAt()), TimestampFormat.HTTP_DATE))
            : S3Errors.noSuchKey(key);
    return error
        .withHeader("x-amz-delete-marker", "true")
        .withHeader("x-amz-version-id", marker.versionId());
  }
}
