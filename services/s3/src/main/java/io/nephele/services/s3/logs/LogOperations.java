package io.nephele.services.s3.logs;

import java.util.Locale;
import java.util.Map;

/** The names of operations in access logs. */
final class LogOperations {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("GetObject", "GET.OBJECT"),
          Map.entry("HeadObject", "HEAD.OBJECT"),
          Map.entry("PutObject", "PUT.OBJECT"),
          Map.entry("PostObject", "POST.OBJECT"),
          Map.entry("CopyObject", "COPY.OBJECT"),
          Map.entry("DeleteObject", "DELETE.OBJECT"),
          Map.entry("DeleteObjects", "POST.MULTI_OBJECT_DELETE"),
          Map.entry("RestoreObject", "POST.OBJECT_RESTORE"),
          Map.entry("SelectObjectContent", "SELECT.OBJECT"),
          Map.entry("CreateMultipartUpload", "POST.UPLOADS"),
          Map.entry("UploadPart", "PUT.PART"),
          Map.entry("UploadPartCopy", "COPY.PART"),
          Map.entry("CompleteMultipartUpload", "POST.UPLOAD"),
          Map.entry("AbortMultipartUpload", "DELETE.UPLOAD"),
          Map.entry("ListParts", "GET.UPLOAD"),
          Map.entry("ListMultipartUploads", "GET.UPLOADS"),
          Map.entry("ListObjects", "GET.BUCKET"),
          Map.entry("ListObjectsV2", "GET.BUCKET"),
          Map.entry("ListObjectVersions", "GET.BUCKETVERSIONS"),
          Map.entry("HeadBucket", "HEAD.BUCKET"),
          Map.entry("CreateBucket", "PUT.BUCKET"),
          Map.entry("DeleteBucket", "DELETE.BUCKET"),
          Map.entry("GetBucketPolicy", "GET.BUCKETPOLICY"),
          Map.entry("PutBucketPolicy", "PUT.BUCKETPOLICY"),
          Map.entry("DeleteBucketPolicy", "DELETE.BUCKETPOLICY"),
          Map.entry("GetBucketLogging", "GET.LOGGING_STATUS"),
          Map.entry("PutBucketLogging", "PUT.LOGGING_STATUS"),
          Map.entry("GetObjectAcl", "GET.ACL"),
          Map.entry("PutObjectAcl", "PUT.ACL"));

  private static final String BUCKET = "Bucket";

  private LogOperations() {}

  /** The name of an operation that came by that method: {@code GET.OBJECT}. */
  static String of(String operation, String method) {
    String known = NAMES.get(operation);
    return known != null ? known : method + "." + resource(operation);
  }

  /** What an operation is about: {@code GetBucketCors} about {@code CORS}. */
  private static String resource(String operation) {
    int verb = 1;
    while (verb < operation.length() && !Character.isUpperCase(operation.charAt(verb))) {
      verb++;
    }
    String name = operation.substring(verb);
    if (name.startsWith(BUCKET) && name.length() > BUCKET.length()) {
      name = name.substring(BUCKET.length());
    }
    StringBuilder resource = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (i > 0 && Character.isUpperCase(c)) {
        resource.append('_');
      }
      resource.append(c);
    }
    return resource.toString().toUpperCase(Locale.ROOT);
  }
}
