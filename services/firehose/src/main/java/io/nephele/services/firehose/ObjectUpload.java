package io.nephele.services.firehose;

import io.nephele.api.s3.AbortMultipartUploadRequest;
import io.nephele.api.s3.CompleteMultipartUploadRequest;
import io.nephele.api.s3.CompletedMultipartUpload;
import io.nephele.api.s3.CompletedPart;
import io.nephele.api.s3.CreateMultipartUploadRequest;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.UploadPartRequest;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An object that is being written. What is larger than a part is uploaded part by part as it grows,
 * so that no more than a part is in memory.
 */
final class ObjectUpload {
  private static final int PART = 8 << 20;
  private static final String BUCKET_MARK = ":::";
  private static final String CONTENT_TYPE = "application/octet-stream";
  private static final String KMS = "aws:kms";

  private final FirehoseWorld firehose;
  private final DeliveryStream stream;
  private final S3Objects.Target target;
  private final String bucket;
  private final String key;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private final OutputStream out;
  private final List<CompletedPart> parts = new ArrayList<>();
  private String uploadId;
  private long uploaded;

  /**
   * An object that is yet empty.
   *
   * @param plainName of the file in an archive
   */
  ObjectUpload(
      FirehoseWorld firehose,
      DeliveryStream stream,
      S3Objects.Target target,
      String key,
      String plainName) {
    this.firehose = firehose;
    this.stream = stream;
    this.target = target;
    this.bucket =
        target
            .bucketArn()
            .substring(target.bucketArn().indexOf(BUCKET_MARK) + BUCKET_MARK.length());
    this.key = key;
    try {
      this.out = target.compression().open(part, plainName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what comes next. */
  void write(byte[] data) {
    try {
      out.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (part.size() >= PART) {
      uploadPart();
    }
  }

  /** Ends the object, which is there from now on; returns how many bytes it has. */
  long finish() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (uploadId == null) {
      put();
      return uploaded;
    }
    if (part.size() > 0) {
      uploadPart();
    }
    firehose
        .world()
        .call(
            S3.CompleteMultipartUpload,
            new CompleteMultipartUploadRequest()
                .bucket(bucket)
                .key(key)
                .uploadId(uploadId)
                .multipartUpload(new CompletedMultipartUpload().parts(parts)),
            principal(),
            region(),
            FirehoseWorld.origin(stream));
    return uploaded;
  }

  /** Gives up what was uploaded. */
  void abort() {
    if (uploadId == null) {
      return;
    }
    try {
      firehose
          .world()
          .call(
              S3.AbortMultipartUpload,
              new AbortMultipartUploadRequest().bucket(bucket).key(key).uploadId(uploadId),
              principal(),
              region(),
              FirehoseWorld.origin(stream));
    } catch (AwsException e) {
      // The bucket's rules for unfinished uploads may remove it; the delivery has failed already.
    }
  }

  private void put() {
    Bytes content = taken();
    PutObjectRequest request =
        new PutObjectRequest()
            .bucket(bucket)
            .key(key)
            .contentType(CONTENT_TYPE)
            .contentLength((long) content.length())
            .body(Body.of(content));
    if (kmsKey() != null) {
      request.serverSideEncryption(KMS).ssekmsKeyId(kmsKey());
    }
    firehose
        .world()
        .call(S3.PutObject, request, principal(), region(), FirehoseWorld.origin(stream));
  }

  private void uploadPart() {
    if (uploadId == null) {
      begin();
    }
    Bytes content = taken();
    int number = parts.size() + 1;
    String tag =
        firehose
            .world()
            .call(
                S3.UploadPart,
                new UploadPartRequest()
                    .bucket(bucket)
                    .key(key)
                    .uploadId(uploadId)
                    .partNumber(number)
                    .contentLength((long) content.length())
                    .body(Body.of(content)),
                principal(),
                region(),
                FirehoseWorld.origin(stream))
            .eTag();
    parts.add(new CompletedPart().partNumber(number).eTag(tag));
  }

  private void begin() {
    CreateMultipartUploadRequest request =
        new CreateMultipartUploadRequest().bucket(bucket).key(key).contentType(CONTENT_TYPE);
    if (kmsKey() != null) {
      request.serverSideEncryption(KMS).ssekmsKeyId(kmsKey());
    }
    uploadId =
        firehose
            .world()
            .call(
                S3.CreateMultipartUpload,
                request,
                principal(),
                region(),
                FirehoseWorld.origin(stream))
            .uploadId();
  }

  private Bytes taken() {
    Bytes content = Bytes.of(part.toByteArray());
    part.reset();
    uploaded += content.length();
    return content;
  }

  private String kmsKey() {
    return target.encryption() == null || target.encryption().kmsEncryptionConfig() == null
        ? null
        : target.encryption().kmsEncryptionConfig().awskmsKeyARN();
  }

  private Principal principal() {
    return firehose.assume(target.roleArn(), stream);
  }

  private Region region() {
    return Regions.find(stream.region());
  }
}
