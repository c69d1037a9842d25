package io.nephele.services.s3;

import io.nephele.api.s3.BucketAlreadyExists;
import io.nephele.api.s3.BucketAlreadyOwnedByYou;
import io.nephele.api.s3.NoSuchBucket;
import io.nephele.api.s3.NoSuchKey;
import io.nephele.api.s3.NoSuchUpload;
import io.nephele.model.AwsException;

/**
 * The errors that S3 answers, in its words, with the members that each carries. S3's model names
 * hardly any; this is the catalogue.
 */
public final class S3Errors {
  private S3Errors() {}

  /** The bucket is not there. */
  public static AwsException noSuchBucket(String bucket) {
    return new NoSuchBucket("The specified bucket does not exist").with("BucketName", bucket);
  }

  /** The object is not there. */
  public static AwsException noSuchKey(String key) {
    return new NoSuchKey("The specified key does not exist.").with("Key", key);
  }

  /** The version is not there. */
  public static AwsException noSuchVersion(String key, String versionId) {
    return AwsException.client("NoSuchVersion", 404, "The specified version does not exist.")
        .with("Key", key)
        .with("VersionId", versionId);
  }

  /** The multipart upload is not there. */
  public static AwsException noSuchUpload(String uploadId) {
    return new NoSuchUpload(
            "The specified upload does not exist. The upload ID may be invalid, or the upload may"
                + " have been aborted or completed.")
        .with("UploadId", uploadId);
  }

  /** A configuration of a bucket that was never made. */
  public static AwsException noSuchConfiguration(String code, String message, String bucket) {
    return AwsException.client(code, 404, message).with("BucketName", bucket);
  }

  /** The caller may not. */
  public static AwsException accessDenied() {
    return AwsException.client("AccessDenied", 403, "Access Denied");
  }

  /** The name is another account's. */
  public static AwsException bucketAlreadyExists(String bucket) {
    return new BucketAlreadyExists(
            "The requested bucket name is not available. The bucket namespace is shared by all"
                + " users of the system. Please select a different name and try again.")
        .with("BucketName", bucket);
  }

  /** The caller has this bucket already. */
  public static AwsException bucketAlreadyOwnedByYou(String bucket) {
    return new BucketAlreadyOwnedByYou(
            "Your previous request to create the named bucket succeeded and you already own it.")
        .with("BucketName", bucket);
  }

  /** There are objects, versions or delete markers in it. */
  public static AwsException bucketNotEmpty(String bucket, boolean versions) {
    return AwsException.client(
            "BucketNotEmpty",
            409,
            versions
                ? "The bucket you tried to delete is not empty. You must delete all versions in the"
                    + " bucket."
                : "The bucket you tried to delete is not empty")
        .with("BucketName", bucket);
  }

  /** No bucket may have that name. */
  public static AwsException invalidBucketName(String bucket) {
    return AwsException.client("InvalidBucketName", 400, "The specified bucket is not valid.")
        .with("BucketName", bucket);
  }

  /** An argument is wrong, in the way the message says. */
  public static AwsException invalidArgument(String message) {
    return AwsException.client("InvalidArgument", 400, message);
  }

  /** An argument is wrong, which is told with its name and value. */
  public static AwsException invalidArgument(String message, String name, Object value) {
    return invalidArgument(message).with("ArgumentName", name).with("ArgumentValue", value);
  }

  /** The request makes no sense as a whole. */
  public static AwsException invalidRequest(String message) {
    return AwsException.client("InvalidRequest", 400, message);
  }

  /** The document of the request does not fit its schema. */
  public static AwsException malformedXml() {
    return AwsException.client(
        "MalformedXML",
        400,
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  /** A condition of the request, named as its header, does not hold. */
  public static AwsException preconditionFailed(String condition) {
    return AwsException.client(
            "PreconditionFailed",
            412,
            "At least one of the pre-conditions you specified did not hold")
        .with("Condition", condition);
  }

  /** The object is what the client has already. */
  public static AwsException notModified() {
    return AwsException.client("NotModified", 304, "Not Modified");
  }

  /** The object has no such bytes. */
  public static AwsException invalidRange(String range, long size) {
    return AwsException.client("InvalidRange", 416, "The requested range is not satisfiable")
        .with("RangeRequested", range)
        .with("ActualObjectSize", size)
        .withHeader("Content-Range", "bytes */" + size);
  }

  /** The key is longer than 1,024 bytes. */
  public static AwsException keyTooLong(long size) {
    return AwsException.client("KeyTooLongError", 400, "Your key is too long")
        .with("Size", size)
        .with("MaxSizeAllowed", 1024);
  }

  /** The body is larger than an operation takes. */
  public static AwsException entityTooLarge(long size, long most) {
    return AwsException.client(
            "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
        .with("ProposedSize", size)
        .with("MaxSizeAllowed", most);
  }

  /** User metadata has more than 2 KB. */
  public static AwsException metadataTooLarge(long size) {
    return AwsException.client(
            "MetadataTooLarge",
            400,
            "Your metadata headers exceed the maximum allowed metadata size")
        .with("Size", size)
        .with("MaxSizeAllowed", 2048);
  }

  /** The request says no length. */
  public static AwsException missingContentLength() {
    return AwsException.client(
        "MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
  }

  /** The body ended before its length. */
  public static AwsException incompleteBody() {
    return AwsException.client(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header.");
  }

  /** There is no such storage class. */
  public static AwsException invalidStorageClass(String storageClass) {
    return AwsException.client(
            "InvalidStorageClass", 400, "The storage class you specified is not valid")
        .with("StorageClassRequested", storageClass);
  }

  /** The method is not for the resource. */
  public static AwsException methodNotAllowed(String method, String resourceType) {
    return AwsException.client(
            "MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
        .with("Method", method)
        .with("ResourceType", resourceType);
  }

  /** What Nephele does not do. */
  public static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not implement " + what + ".");
  }
}
