package io.nephele.services.s3.encryption;

import io.nephele.api.s3.ServerSideEncryptionByDefault;
import io.nephele.api.s3.ServerSideEncryptionRule;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.buckets.Bucket;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;

/**
 * Gives the keys by which objects are encrypted. What is stored of one ({@link StoredEncryption}),
 * with whoever has the right to the key it names, gives the data key again.
 */
public final class ObjectEncryption {
  private static final String ARN = "aws:s3:arn";
  private static final int SALT = 32;

  private final World world;
  private final DataKeys dataKeys;
  private final DefaultEncryption defaults;
  private final KmsKeys kms;
  private final BucketKeys bucketKeys;

  /** The encryption of a world's objects. */
  public ObjectEncryption(World world, DataKeys dataKeys, DefaultEncryption defaults) {
    this.world = world;
    this.dataKeys = dataKeys;
    this.defaults = defaults;
    this.kms = new KmsKeys(world);
    this.bucketKeys = new BucketKeys(world, kms);
  }

  /**
   * A data key for a new object. Asks KMS where the object is to be under a KMS key, in the name of
   * the caller; so it is not for use within transactions.
   *
   * @param key the object's
   * @throws io.nephele.model.AwsException if the bucket does not take such objects, or KMS refuses
   */
  public DataKeys.NewKey forNew(Bucket bucket, String key, EncryptionRequest request, Call call) {
    if (request.customerKey() != null) {
      if (defaults.blocksCustomerKeys(bucket)) {
        throw S3Errors.accessDenied();
      }
      return ofCustomer(request.customerKey());
    }
    if (request.algorithm() == null && !bucket.has(DefaultEncryption.KIND)) {
      return dataKeys.ofS3(bucket);
    }
    ServerSideEncryptionRule rule = defaults.rule(bucket);
    ServerSideEncryptionByDefault byDefault = rule.applyServerSideEncryptionByDefault();
    boolean open = request.algorithm() == null;
    String algorithm = open ? byDefault.sseAlgorithm() : request.algorithm();
    if (algorithm.equals(EncryptionRequest.S3)) {
      return dataKeys.ofS3(bucket);
    }
    String keyId = open ? byDefault.kmsMasterKeyID() : request.kmsKeyId();
    boolean bucketKey =
        algorithm.equals(EncryptionRequest.KMS)
            && (request.bucketKey() != null
                ? request.bucketKey()
                : Boolean.TRUE.equals(rule.bucketKeyEnabled()));
    return ofKms(
        bucket,
        key,
        algorithm,
        keyId == null ? KmsKeys.AWS_MANAGED : keyId,
        request.context(),
        bucketKey,
        call);
  }

  private DataKeys.NewKey ofCustomer(CustomerKey customer) {
    Bytes salt = Bytes.of(world.ids().secretBytes(SALT));
    return new DataKeys.NewKey(
        DataKeys.derive(customer.key(), salt),
        new StoredEncryption(
            StoredEncryption.CUSTOMER,
            null,
            null,
            salt,
            null,
            false,
            customer.md5(),
            Bytes.of(check(customer, salt))));
  }

  private DataKeys.NewKey ofKms(
      Bucket bucket,
      String key,
      String algorithm,
      String keyId,
      String context,
      boolean bucketKey,
      Call call) {
    Map<String, String> kmsContext = context(bucket, key, context, bucketKey, call);
    KmsKeys.Generated made =
        bucketKey
            ? bucketKeys.current(bucket, keyId, kmsContext, call)
            : kms.generate(bucket, keyId, kmsContext, call);
    boolean twice = algorithm.equals(EncryptionRequest.KMS_TWICE);
    Bytes salt = bucketKey || twice ? Bytes.of(world.ids().secretBytes(SALT)) : null;
    StoredEncryption stored =
        new StoredEncryption(
            algorithm, made.kmsKeyArn(), made.wrapped(), salt, context, bucketKey, null, null);
    return new DataKeys.NewKey(dataKey(bucket, stored, made.key()), stored);
  }

  /** What bodies are encrypted with, where KMS gave a key. */
  private byte[] dataKey(Bucket bucket, StoredEncryption stored, byte[] ofKms) {
    if (stored.bucketKey()) {
      return DataKeys.derive(ofKms, stored.salt());
    }
    return EncryptionRequest.KMS_TWICE.equals(stored.algorithm())
        ? both(ofKms, dataKeys.ofS3(bucket, stored))
        : ofKms;
  }

  /** Two keys, of which the first is used first. */
  private static byte[] both(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /**
   * The data key of an object. Asks KMS where the object is under a KMS key, in the name of the
   * caller; so it is not for use within transactions.
   *
   * @param customer the key that the request brought, or null
   * @throws io.nephele.model.AwsException if that is not the right one, or KMS refuses
   */
  public byte[] open(
      Bucket bucket, String key, StoredEncryption stored, CustomerKey customer, Call call) {
    check(stored, customer);
    if (customer != null) {
      return DataKeys.derive(customer.key(), stored.salt());
    }
    if (stored.kmsKeyArn() == null) {
      return dataKeys.ofS3(bucket, stored);
    }
    Map<String, String> context = context(bucket, key, stored.context(), stored.bucketKey(), call);
    byte[] ofKms =
        stored.bucketKey()
            ? bucketKeys.open(bucket, stored.kmsKeyArn(), stored.wrappedKey(), context, call)
            : kms.decrypt(bucket, stored.kmsKeyArn(), stored.wrappedKey(), context, call);
    return dataKey(bucket, stored, ofKms);
  }

  /**
   * Checks that a request brings the key of an object that only its client can read, and no other,
   * as operations demand that read what is known of such an object but not its body.
   */
  public static void check(StoredEncryption stored, CustomerKey customer) {
    if (!stored.isCustomers()) {
      if (customer != null) {
        throw S3Errors.invalidRequest(
            "The encryption parameters are not applicable to this object.");
      }
    } else if (customer == null) {
      throw S3Errors.invalidRequest(
          "The object was stored using a form of Server Side Encryption. The correct parameters"
              + " must be provided to retrieve the object.");
    } else if (!isKeyOf(stored, customer)) {
      throw S3Errors.accessDenied();
    }
  }

  /** Whether a key of a client is the one that an object is encrypted under. */
  public static boolean isKeyOf(StoredEncryption stored, CustomerKey customer) {
    return MessageDigest.isEqual(
        check(customer, stored.salt()), stored.customerKeyCheck().toArray());
  }

  /** Tells a key without giving it or what is derived from it away. */
  private static byte[] check(CustomerKey customer, Bytes salt) {
    return DataKeys.derive(DataKeys.derive(customer.key(), Bytes.utf8("check")), salt);
  }

  private static Map<String, String> context(
      Bucket bucket, String key, String given, boolean bucketKey, Call call) {
    String bucketArn = bucket.arn(call.partition());
    if (bucketKey) {
      return Map.of(ARN, bucketArn);
    }
    Map<String, String> context = EncryptionRequest.contextOf(given);
    context.putIfAbsent(ARN, bucketArn + "/" + key);
    return context;
  }

  /** Says in a result how an object is encrypted, in the members that the result has. */
  public static void tell(StoredEncryption stored, Struct result) {
    if (stored == null) {
      return;
    }
    if (stored.isCustomers()) {
      Members.set(result, "SSECustomerAlgorithm", CustomerKey.ALGORITHM);
      Members.set(result, "SSECustomerKeyMD5", stored.customerKeyMd5());
      return;
    }
    Members.set(result, "ServerSideEncryption", stored.algorithm());
    if (stored.kmsKeyArn() != null) {
      Members.set(result, "SSEKMSKeyId", stored.kmsKeyArn());
      Members.set(result, "SSEKMSEncryptionContext", stored.context());
      Members.set(result, "BucketKeyEnabled", stored.bucketKey() ? true : null);
    }
  }
}
