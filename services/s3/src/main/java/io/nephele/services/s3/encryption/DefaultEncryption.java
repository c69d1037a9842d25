package io.nephele.services.s3.encryption;

import io.nephele.api.s3.BlockedEncryptionTypes;
import io.nephele.api.s3.DeleteBucketEncryptionRequest;
import io.nephele.api.s3.GetBucketEncryptionOutput;
import io.nephele.api.s3.GetBucketEncryptionRequest;
import io.nephele.api.s3.PutBucketEncryptionRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.ServerSideEncryptionByDefault;
import io.nephele.api.s3.ServerSideEncryptionConfiguration;
import io.nephele.api.s3.ServerSideEncryptionRule;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.util.List;

/**
 * How a bucket encrypts objects of whose encryption their requests say nothing, and which kinds of
 * encryption it does not take. Without any word it is under S3's own keys, and keys of clients are
 * not taken.
 */
public final class DefaultEncryption {
  static final Kind KIND = Kind.ENCRYPTION;
  private static final String CUSTOMER = "SSE-C";
  private static final String NOTHING = "NONE";

  private final S3World s3;

  /** The default encryption of a world's buckets. */
  public DefaultEncryption(S3World s3) {
    this.s3 = s3;
  }

  /** Sets what is to be done by default. */
  public Unit put(PutBucketEncryptionRequest in, Call call) {
    ServerSideEncryptionConfiguration configuration = in.serverSideEncryptionConfiguration();
    if (configuration == null
        || configuration.rules() == null
        || configuration.rules().size() != 1) {
      throw S3Errors.malformedXml();
    }
    ServerSideEncryptionRule rule = checked(configuration.rules().getFirst());
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              ServerSideEncryptionRule before = rule(transaction, bucket);
              ServerSideEncryptionRule stored =
                  new ServerSideEncryptionRule()
                      .applyServerSideEncryptionByDefault(
                          rule.applyServerSideEncryptionByDefault() == null
                              ? before.applyServerSideEncryptionByDefault()
                              : rule.applyServerSideEncryptionByDefault())
                      .bucketKeyEnabled(Boolean.TRUE.equals(rule.bucketKeyEnabled()))
                      .blockedEncryptionTypes(
                          rule.blockedEncryptionTypes() == null
                              ? before.blockedEncryptionTypes()
                              : rule.blockedEncryptionTypes());
              s3.configurations()
                  .put(
                      transaction,
                      bucket,
                      KIND,
                      new ServerSideEncryptionConfiguration().rules(List.of(stored)).struct());
              return null;
            });
    return S3World.done(call);
  }

  private static ServerSideEncryptionRule checked(ServerSideEncryptionRule rule) {
    ServerSideEncryptionByDefault byDefault = rule.applyServerSideEncryptionByDefault();
    BlockedEncryptionTypes blocked = rule.blockedEncryptionTypes();
    if (byDefault == null && blocked == null) {
      throw S3Errors.malformedXml();
    }
    if (byDefault != null) {
      String algorithm = byDefault.sseAlgorithm();
      if (algorithm == null || !EncryptionRequest.isKnown(algorithm)) {
        throw S3Errors.malformedXml();
      }
      if (byDefault.kmsMasterKeyID() != null && algorithm.equals(EncryptionRequest.S3)) {
        throw S3Errors.invalidArgument(
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or"
                + " aws:kms:dsse");
      }
      if (Boolean.TRUE.equals(rule.bucketKeyEnabled())
          && algorithm.equals(EncryptionRequest.KMS_TWICE)) {
        throw S3Errors.invalidArgument(
            "S3 Bucket Keys are not supported with dual-layer server-side encryption with AWS KMS"
                + " keys (DSSE-KMS).");
      }
    }
    if (blocked != null) {
      check(blocked);
    }
    return rule;
  }

  private static void check(BlockedEncryptionTypes blocked) {
    List<String> types = blocked.encryptionType();
    if (types == null || types.isEmpty()) {
      throw S3Errors.malformedXml();
    }
    for (String type : types) {
      if (!type.equals(CUSTOMER) && !type.equals(NOTHING)) {
        throw S3Errors.malformedXml();
      }
    }
    if (types.size() > 1) {
      throw S3Errors.invalidArgument(
          "The encryption type NONE cannot be combined with others, and none may be named twice.");
    }
  }

  /** Says what is done by default; of every bucket there is something to say. */
  public GetBucketEncryptionOutput get(GetBucketEncryptionRequest in, Call call) {
    ServerSideEncryptionRule rule =
        s3.read(reader -> rule(reader, s3.bucket(reader, in.bucket(), call)));
    return new GetBucketEncryptionOutput()
        .serverSideEncryptionConfiguration(
            new ServerSideEncryptionConfiguration().rules(List.of(rule)));
  }

  /** Goes back to what new buckets do. */
  public Unit delete(DeleteBucketEncryptionRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.configurations().delete(transaction, bucket, KIND);
              return null;
            });
    return S3World.done(call);
  }

  /** What a bucket does by default. */
  ServerSideEncryptionRule rule(Bucket bucket) {
    return bucket.has(KIND) ? s3.read(reader -> rule(reader, bucket)) : ofNewBuckets();
  }

  private ServerSideEncryptionRule rule(Reader reader, Bucket bucket) {
    Struct stored = s3.configurations().get(reader, bucket, KIND, shape());
    return stored == null
        ? ofNewBuckets()
        : new ServerSideEncryptionConfiguration(stored).rules().getFirst();
  }

  /** Whether a bucket takes no objects that are encrypted under keys of clients. */
  boolean blocksCustomerKeys(Bucket bucket) {
    BlockedEncryptionTypes blocked = rule(bucket).blockedEncryptionTypes();
    return blocked != null && blocked.encryptionType().contains(CUSTOMER);
  }

  private static ServerSideEncryptionRule ofNewBuckets() {
    return new ServerSideEncryptionRule()
        .applyServerSideEncryptionByDefault(
            new ServerSideEncryptionByDefault().sseAlgorithm(EncryptionRequest.S3))
        .bucketKeyEnabled(false)
        .blockedEncryptionTypes(new BlockedEncryptionTypes().encryptionType(List.of(CUSTOMER)));
  }

  private static Shape shape() {
    return S3.PutBucketEncryption.model()
        .input()
        .member("ServerSideEncryptionConfiguration")
        .target();
  }
}
