package io.nephele.services.s3.encryption;

import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key that the client sends with each request (SSE-C). S3 keeps none.
 *
 * @param key 32 bytes
 * @param md5 of the key in base64, as the client sent it
 */
public record CustomerKey(byte[] key, String md5) {
  /** The only algorithm. */
  static final String ALGORITHM = "AES256";

  private static final int LENGTH = 32;

  /**
   * The key of a request's body, from the three members {@code SSECustomer...}.
   *
   * @return null if the request has none of them
   * @throws AwsException if it has only some, or wrong ones, or came without TLS
   */
  public static CustomerKey of(Struct request, Call call) {
    return of(request, "SSECustomer", call);
  }

  /** As the other, the key of the object that is copied. */
  public static CustomerKey ofCopySource(Struct request, Call call) {
    return of(request, "CopySourceSSECustomer", call);
  }

  private static CustomerKey of(Struct request, String prefix, Call call) {
    String algorithm = Members.text(request, prefix + "Algorithm");
    String key = Members.text(request, prefix + "Key");
    String md5 = Members.text(request, prefix + "KeyMD5");
    if (algorithm == null && key == null && md5 == null) {
      return null;
    }
    if (!"https".equals(call.origin().scheme())) {
      throw S3Errors.invalidRequest(
          "Requests specifying Server Side Encryption with Customer provided keys must be made"
              + " over a secure connection.");
    }
    if (algorithm == null) {
      throw missing("provide a valid encryption algorithm.");
    }
    if (!algorithm.equals(ALGORITHM)) {
      throw AwsException.client(
              "InvalidEncryptionAlgorithmError",
              400,
              "The encryption request you specified is not valid. The valid value is AES256.")
          .with("ArgumentName", "x-amz-server-side-encryption")
          .with("ArgumentValue", algorithm);
    }
    if (key == null) {
      throw missing("provide an appropriate secret key.");
    }
    if (md5 == null) {
      throw missing("provide the client calculated MD5 of the secret key.");
    }
    return checked(key, md5);
  }

  private static CustomerKey checked(String key, String md5) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != LENGTH) {
      throw S3Errors.invalidArgument(
          "The secret key was invalid for the specified algorithm.",
          "x-amz-server-side-encryption",
          "null");
    }
    if (!Base64.getEncoder().encodeToString(md5(bytes)).equals(md5)) {
      throw S3Errors.invalidArgument(
          "The calculated MD5 hash of the key did not match the hash that was provided.",
          "x-amz-server-side-encryption",
          "null");
    }
    return new CustomerKey(bytes, md5);
  }

  private static byte[] md5(byte[] key) {
    try {
      return MessageDigest.getInstance("MD5").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static AwsException missing(String what) {
    return S3Errors.invalidArgument(
        "Requests specifying Server Side Encryption with Customer provided keys must " + what,
        "x-amz-server-side-encryption",
        "null");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CustomerKey that && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "CustomerKey[" + md5 + "]";
  }
}
