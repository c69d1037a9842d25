package io.nephele.services.s3.multipart;

import io.nephele.api.s3.UploadPartOutput;
import io.nephele.api.s3.UploadPartRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Body;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.services.s3.bodies.WrittenPart;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.CustomerKey;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.encryption.StoredEncryption;
import io.nephele.wire.checksum.CheckedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** Takes the parts of uploads. */
public final class Parts {
  /** The most bytes of a part. */
  static final long MOST_BYTES = 5L << 30;

  /** The highest part number. */
  static final int MOST_PARTS = 10_000;

  private static final int ETAG = 16;

  private final S3World s3;

  /** The parts of a world's uploads. */
  public Parts(S3World s3) {
    this.s3 = s3;
  }

  /** An upload and the bucket it is for. */
  record Found(Bucket bucket, Upload upload) {}

  /** Takes a part. */
  public UploadPartOutput upload(UploadPartRequest in, Call call) {
    checkNumber(in.partNumber());
    Found found = find(in.bucket(), in.key(), in.uploadId(), call);
    Body content = in.body() == null ? Body.EMPTY : in.body();
    if (content.length() < 0) {
      throw S3Errors.missingContentLength();
    }
    if (content.length() > MOST_BYTES) {
      throw S3Errors.entityTooLarge(content.length(), MOST_BYTES);
    }
    Upload upload = found.upload();
    String sent = ObjectChecksums.sentWith(content);
    checkAlgorithm(upload, sent);
    byte[] key = dataKey(found, in.key(), CustomerKey.of(in.struct(), call), call);
    try (WrittenPart written = s3.bodies().write(content, key, upload.algorithm())) {
      BodyPart part = told(upload, written.part());
      put(found, in.key(), in.partNumber(), part);
      UploadPartOutput out = new UploadPartOutput().eTag("\"" + part.md5() + "\"");
      ObjectEncryption.tell(upload.object().encryption(), out.struct());
      boolean other = sent != null && !sent.equals(part.checksumAlgorithm());
      String checksum =
          other
              ? ((CheckedBody) content).checksums().get(((CheckedBody) content).algorithm())
              : part.checksum();
      ObjectChecksums.tell(other ? sent : part.checksumAlgorithm(), checksum, out.struct());
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Found find(String bucketName, String key, String uploadId, Call call) {
    return s3.read(
        reader -> {
          Bucket bucket = s3.bucket(reader, bucketName, call);
          return new Found(bucket, s3.uploads().get(reader, bucket, key, uploadId));
        });
  }

  static void checkNumber(int number) {
    if (number < 1 || number > MOST_PARTS) {
      throw MultipartErrors.invalidPartNumber(number);
    }
  }

  /** Of composite checksums, each part's must be sent; others S3 computes where they are not. */
  private static void checkAlgorithm(Upload upload, String sent) {
    String wanted = upload.checksumAlgorithm();
    boolean differs =
        wanted != null && (sent == null ? upload.isComposite() : !sent.equals(wanted));
    if (differs) {
      throw MultipartErrors.otherChecksum(wanted, sent);
    }
  }

  byte[] dataKey(Found found, String key, CustomerKey customer, Call call) {
    StoredEncryption encryption = found.upload().object().encryption();
    if (encryption.isCustomers() && customer == null) {
      throw S3Errors.invalidRequest(
          "The multipart upload initiate requested encryption. Subsequent part requests must"
              + " include the appropriate encryption parameters.");
    }
    if (!encryption.isCustomers() && customer != null) {
      throw S3Errors.invalidRequest(
          "The multipart upload initiate did not request encryption. Please resend the request"
              + " without sending encryption parameters.");
    }
    if (customer != null && !ObjectEncryption.isKeyOf(encryption, customer)) {
      throw S3Errors.invalidRequest(
          "The provided encryption parameters did not match the ones used originally.");
    }
    return s3.encryption().open(found.bucket(), key, encryption, customer, call);
  }

  /** An ETag would tell about bytes that only those may see who have the key. */
  BodyPart told(Upload upload, BodyPart part) {
    return upload.object().encryption().hidesDigest()
        ? part.withMd5(HexFormat.of().formatHex(s3.world().ids().secretBytes(ETAG)))
        : part;
  }

  /** Makes stored bytes a part, if the upload is still there. */
  void put(Found found, String key, int number, BodyPart part) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.current(transaction, found.bucket());
              Upload upload = s3.uploads().get(transaction, bucket, key, found.upload().id());
              s3.bodies().put(transaction, bucket, upload.body(), number, part);
              return null;
            });
  }
}
