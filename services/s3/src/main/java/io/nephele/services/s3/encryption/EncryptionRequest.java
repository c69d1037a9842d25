package io.nephele.services.s3.encryption;

import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a request wants a new object to be encrypted. What it leaves open the bucket decides.
 *
 * @param algorithm {@code AES256}, {@code aws:kms}, {@code aws:kms:dsse}, or null
 * @param kmsKeyId the KMS key by id, ARN or alias, or null
 * @param context the encryption context as it was given, or null
 * @param bucketKey whether a bucket key is to be used, or null
 * @param customerKey the client's own key, or null
 */
public record EncryptionRequest(
    String algorithm, String kmsKeyId, String context, Boolean bucketKey, CustomerKey customerKey) {
  static final String S3 = "AES256";
  static final String KMS = "aws:kms";
  static final String KMS_TWICE = "aws:kms:dsse";

  private static final String ALGORITHM_HEADER = "x-amz-server-side-encryption";

  /** What a request without any word on encryption wants. */
  public static final EncryptionRequest NONE = new EncryptionRequest(null, null, null, null, null);

  /**
   * What a request's members say.
   *
   * @throws AwsException if they contradict each other or are not known
   */
  public static EncryptionRequest of(Struct request, Call call) {
    String algorithm = Members.text(request, "ServerSideEncryption");
    String keyId = Members.text(request, "SSEKMSKeyId");
    String context = Members.text(request, "SSEKMSEncryptionContext");
    Boolean bucketKey = (Boolean) Members.value(request, "BucketKeyEnabled");
    CustomerKey customerKey = CustomerKey.of(request, call);
    if (algorithm == null && keyId == null && context == null && customerKey == null) {
      return bucketKey == null ? NONE : new EncryptionRequest(null, null, null, bucketKey, null);
    }
    check(algorithm, keyId, context, bucketKey, customerKey);
    return new EncryptionRequest(algorithm, keyId, context, bucketKey, customerKey);
  }

  private static void check(
      String algorithm, String keyId, String context, Boolean bucketKey, CustomerKey customerKey) {
    if (algorithm != null && !isKnown(algorithm)) {
      throw unsupported(algorithm);
    }
    if (customerKey != null && algorithm != null) {
      throw S3Errors.invalidArgument(
          "Server Side Encryption with Customer provided key is incompatible with the encryption"
              + " method specified",
          ALGORITHM_HEADER,
          algorithm);
    }
    if ((keyId != null || context != null) && !isKms(algorithm)) {
      throw S3Errors.invalidArgument(
          "Server Side Encryption with AWS KMS managed key requires HTTP header"
              + " x-amz-server-side-encryption : aws:kms",
          ALGORITHM_HEADER,
          algorithm == null ? "null" : algorithm);
    }
    if (Boolean.TRUE.equals(bucketKey) && KMS_TWICE.equals(algorithm)) {
      throw S3Errors.invalidArgument(
          "S3 Bucket Keys are not supported with dual-layer server-side encryption with AWS KMS"
              + " keys (DSSE-KMS).");
    }
    contextOf(context);
  }

  /** The encryption method is none that S3 has. */
  static AwsException unsupported(String algorithm) {
    return S3Errors.invalidArgument(
        "The encryption method specified is not supported", ALGORITHM_HEADER, algorithm);
  }

  static boolean isKnown(String algorithm) {
    return S3.equals(algorithm) || isKms(algorithm);
  }

  static boolean isKms(String algorithm) {
    return KMS.equals(algorithm) || KMS_TWICE.equals(algorithm);
  }

  /** The encryption context that a header gives; empty without one. */
  static Map<String, String> contextOf(String base64) {
    Map<String, String> context = new LinkedHashMap<>();
    if (base64 == null) {
      return context;
    }
    Object parsed;
    try {
      parsed =
          JsonText.parse(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      parsed = JsonText.MALFORMED;
    }
    if (!(parsed instanceof Map<?, ?> map)) {
      throw malformedContext();
    }
    map.forEach(
        (name, value) -> {
          if (!(value instanceof String text)) {
            throw malformedContext();
          }
          context.put((String) name, text);
        });
    return context;
  }

  private static AwsException malformedContext() {
    return S3Errors.invalidArgument(
        "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string"
            + " holding JSON which represents a string-string map");
  }
}
