package io.nephele.services.s3.multipart;

import io.nephele.api.s3.AbortMultipartUploadOutput;
import io.nephele.api.s3.AbortMultipartUploadRequest;
import io.nephele.api.s3.CreateMultipartUploadOutput;
import io.nephele.api.s3.CreateMultipartUploadRequest;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.Acls;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.DataKeys;
import io.nephele.services.s3.encryption.EncryptionRequest;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.lifecycle.Expirations;
import io.nephele.services.s3.objects.ObjectBuilder;
import io.nephele.services.s3.objects.ObjectFields;
import io.nephele.services.s3.objects.ObjectLocks;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.checksum.CrcCombination;
import java.util.Locale;

/** Begins uploads in parts, and gives them up. */
public final class Uploads {
  private final S3World s3;

  /** The uploads of a world. */
  public Uploads(S3World s3) {
    this.s3 = s3;
  }

  /** Begins an upload. What its object will be like is said now. */
  public CreateMultipartUploadOutput create(CreateMultipartUploadRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    ObjectFields.checkKey(in.key());
    String algorithm = ObjectChecksums.named(in.checksumAlgorithm());
    String type = checksumType(algorithm, in.checksumType());
    EncryptionRequest encryption = EncryptionRequest.of(in.struct(), call);
    ObjectBuilder object = ObjectFields.apply(in.struct(), StoredObject.builder());
    DataKeys.NewKey key = s3.encryption().forNew(bucket, in.key(), encryption, call);
    object.encryption(key.encryption());
    long now = s3.now();
    String id = UploadIds.of(now, s3.world().ids().next());
    long body = s3.bodies().newId();
    Expirations.Abort abort =
        s3.world()
            .store()
            .write(
                transaction -> {
                  Bucket current = s3.current(transaction, bucket);
                  object.lock(ObjectLocks.ofNew(s3, transaction, current, in.struct()));
                  Acls.OfNew access =
                      s3.access().acls().ofNew(transaction, current, in.struct(), call.accountId());
                  object.ownerId(access.ownerId()).acl(access.list());
                  Upload upload =
                      new Upload(id, body, now, initiator(call), object.build(), algorithm, type);
                  s3.uploads().put(transaction, current, in.key(), upload);
                  return s3.expirations().abort(transaction, current, in.key(), now);
                });
    CreateMultipartUploadOutput out =
        new CreateMultipartUploadOutput()
            .bucket(in.bucket())
            .key(in.key())
            .uploadId(id)
            .abortDate(abort == null ? null : abort.time())
            .abortRuleId(abort == null ? null : abort.ruleId())
            .checksumAlgorithm(algorithm)
            .checksumType(algorithm == null ? null : type);
    ObjectEncryption.tell(key.encryption(), out.struct());
    return out;
  }

  private static String checksumType(String algorithm, String asked) {
    boolean combines =
        algorithm == null || CrcCombination.of(ChecksumAlgorithm.valueOf(algorithm)) != null;
    boolean onlyWhole = algorithm == null || algorithm.equals(ObjectChecksums.DEFAULT);
    if (asked == null) {
      return onlyWhole ? ObjectChecksums.FULL_OBJECT : ObjectChecksums.COMPOSITE;
    }
    if (!asked.equals(ObjectChecksums.FULL_OBJECT) && !asked.equals(ObjectChecksums.COMPOSITE)) {
      throw S3Errors.invalidRequest("Value for x-amz-checksum-type header is invalid.");
    }
    if (algorithm == null) {
      throw S3Errors.invalidRequest(
          "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm"
              + " header.");
    }
    boolean fits = asked.equals(ObjectChecksums.FULL_OBJECT) ? combines : !onlyWhole;
    if (!fits) {
      throw S3Errors.invalidRequest(
          "The "
              + asked
              + " checksum type cannot be used with the "
              + algorithm.toLowerCase(Locale.ROOT)
              + " checksum algorithm.");
    }
    return asked;
  }

  /** Users are told by their ARNs, accounts by themselves. */
  private static String initiator(Call call) {
    Principal principal = call.principal();
    return principal.type() == Principal.Type.ROOT ? principal.accountId() : principal.arn();
  }

  /** Gives an upload up; its parts are gone. */
  public AbortMultipartUploadOutput abort(AbortMultipartUploadRequest in, Call call) {
    if (in.ifMatchInitiatedTime() != null) {
      throw AwsException.server(
              "NotImplemented",
              501,
              "A header you provided implies functionality that is not implemented")
          .with("Header", "x-amz-if-match-initiated-time");
    }
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              Upload upload = s3.uploads().get(transaction, bucket, in.key(), in.uploadId());
              s3.uploads().abort(transaction, bucket, in.key(), upload);
              return null;
            });
    return new AbortMultipartUploadOutput();
  }
}
