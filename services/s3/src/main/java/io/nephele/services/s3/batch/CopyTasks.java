package io.nephele.services.s3.batch;

import io.nephele.api.s3.CopyObjectOutput;
import io.nephele.api.s3.CopyObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3control.S3CopyObjectOperation;
import io.nephele.api.s3control.S3Grant;
import io.nephele.api.s3control.S3ObjectMetadata;
import io.nephele.api.s3control.S3Tag;
import io.nephele.core.json.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Copies objects as jobs say. */
final class CopyTasks {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final BatchWorld batch;

  CopyTasks(BatchWorld batch) {
    this.batch = batch;
  }

  /** Copies an object; returns what the report tells of it. */
  String copy(Job job, S3CopyObjectOperation operation, Task task) {
    String target = BatchWorld.bucketAndKey(operation.targetResource())[0];
    String prefix = operation.targetKeyPrefix();
    String source = encode(task.bucket()) + "/" + encode(task.key());
    CopyObjectRequest request =
        new CopyObjectRequest()
            .bucket(target)
            .key(prefix == null ? task.key() : prefix + "/" + task.key())
            .copySource(
                task.versionId() == null ? source : source + "?versionId=" + task.versionId())
            .acl(operation.cannedAccessControlList())
            .metadataDirective(operation.metadataDirective())
            .copySourceIfModifiedSince(operation.modifiedSinceConstraint())
            .copySourceIfUnmodifiedSince(operation.unModifiedSinceConstraint())
            .websiteRedirectLocation(operation.redirectLocation())
            .requestPayer(Boolean.TRUE.equals(operation.requesterPays()) ? "requester" : null)
            .storageClass(operation.storageClass())
            .objectLockLegalHoldStatus(operation.objectLockLegalHoldStatus())
            .objectLockMode(operation.objectLockMode())
            .objectLockRetainUntilDate(operation.objectLockRetainUntilDate())
            .checksumAlgorithm(operation.checksumAlgorithm());
    if (operation.sseAwsKmsKeyId() != null) {
      request.serverSideEncryption("aws:kms").ssekmsKeyId(operation.sseAwsKmsKeyId());
    }
    if (Boolean.TRUE.equals(operation.bucketKeyEnabled())) {
      request.bucketKeyEnabled(true);
    }
    if (operation.newObjectTagging() != null && !operation.newObjectTagging().isEmpty()) {
      request.taggingDirective("REPLACE").tagging(tagging(operation.newObjectTagging()));
    }
    if (operation.newObjectMetadata() != null) {
      apply(operation.newObjectMetadata(), request);
    }
    grant(operation.accessControlGrants(), request);
    CopyObjectOutput copied = batch.call(job, S3.CopyObject, request, target);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("ETag", copied.copyObjectResult().eTag());
    if (copied.versionId() != null) {
      told.put("VersionId", copied.versionId());
    }
    return JsonText.write(told);
  }

  private static void apply(S3ObjectMetadata metadata, CopyObjectRequest request) {
    if (request.metadataDirective() == null) {
      request.metadataDirective("REPLACE");
    }
    request
        .cacheControl(metadata.cacheControl())
        .contentDisposition(metadata.contentDisposition())
        .contentEncoding(metadata.contentEncoding())
        .contentLanguage(metadata.contentLanguage())
        .contentType(metadata.contentType())
        .metadata(metadata.userMetadata());
    if (metadata.httpExpiresDate() != null) {
      request.expires(HTTP_DATE.format(metadata.httpExpiresDate()));
    }
    if ("AES256".equals(metadata.sseAlgorithm())) {
      request.serverSideEncryption("AES256");
    } else if (metadata.sseAlgorithm() != null) {
      request.serverSideEncryption("aws:kms");
    }
  }

  private static void grant(List<S3Grant> grants, CopyObjectRequest request) {
    if (grants == null) {
      return;
    }
    Map<String, StringBuilder> headers = new LinkedHashMap<>();
    for (S3Grant grant : grants) {
      StringBuilder header =
          headers.computeIfAbsent(grant.permission(), name -> new StringBuilder());
      header
          .append(header.isEmpty() ? "" : ", ")
          .append(grant.grantee().typeIdentifier())
          .append("=\"")
          .append(grant.grantee().identifier())
          .append('"');
    }
    request
        .grantFullControl(text(headers.get("FULL_CONTROL")))
        .grantRead(text(headers.get("READ")))
        .grantReadACP(text(headers.get("READ_ACP")))
        .grantWriteACP(text(headers.get("WRITE_ACP")));
  }

  private static String text(StringBuilder header) {
    return header == null ? null : header.toString();
  }

  private static String tagging(List<S3Tag> tags) {
    StringBuilder query = new StringBuilder();
    for (S3Tag tag : tags) {
      query
          .append(query.isEmpty() ? "" : "&")
          .append(encode(tag.key()))
          .append('=')
          .append(encode(tag.value()));
    }
    return query.toString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
