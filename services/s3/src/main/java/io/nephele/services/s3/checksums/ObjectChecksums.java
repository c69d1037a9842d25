package io.nephele.services.s3.checksums;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.services.s3.objects.StoredObject.ObjectChecksum;
import io.nephele.wire.checksum.CheckedBody;
import io.nephele.wire.checksum.ChecksumAlgorithm;

/** Which checksums objects have, and how requests and results tell them. */
public final class ObjectChecksums {
  /** The algorithm where a request names none. */
  public static final String DEFAULT = ChecksumAlgorithm.CRC64NVME.name();

  /** Of all the bytes of an object. */
  public static final String FULL_OBJECT = "FULL_OBJECT";

  /** Of the checksums of the parts. */
  public static final String COMPOSITE = "COMPOSITE";

  private static final String MEMBER = "Checksum";

  private ObjectChecksums() {}

  /** The algorithm of the checksum that came with a body; null if none did. */
  public static String sentWith(Body content) {
    return content instanceof CheckedBody body && body.algorithm() != null
        ? body.algorithm().name()
        : null;
  }

  /** The algorithm of the checksum of an object that is put at once. */
  public static String algorithmOf(Body content) {
    String sent = sentWith(content);
    return sent == null ? DEFAULT : sent;
  }

  /**
   * An algorithm that a request names, as the member {@code ChecksumAlgorithm} of
   * CreateMultipartUpload and CopyObject does.
   *
   * @return null for null
   * @throws AwsException if there is no such algorithm
   */
  public static String named(String algorithm) {
    if (algorithm == null) {
      return null;
    }
    for (ChecksumAlgorithm known : ChecksumAlgorithm.values()) {
      if (known.isFlexible() && known.name().equalsIgnoreCase(algorithm)) {
        return known.name();
      }
    }
    throw S3Errors.invalidRequest(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types:"
            + " [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
  }

  /** The checksum of an object that is one part; null if it has none. */
  public static ObjectChecksum ofWhole(BodyPart part) {
    return part.checksum() == null
        ? null
        : new ObjectChecksum(part.checksumAlgorithm(), part.checksum(), FULL_OBJECT);
  }

  /** Says a checksum in a result, in the members that the result has; null says nothing. */
  public static void tell(ObjectChecksum checksum, Struct result) {
    if (checksum != null) {
      tell(checksum.algorithm(), checksum.value(), result);
      Member type = result.shape().member("ChecksumType");
      if (type != null) {
        result.set(type, checksum.type());
      }
    }
  }

  /** As the other, without the type. */
  public static void tell(String algorithm, String value, Struct result) {
    if (algorithm != null) {
      result.set(MEMBER + algorithm, value);
    }
  }

  /** The checksum of that algorithm that a struct of a request tells, or null. */
  public static String told(String algorithm, Struct request) {
    return (String) request.get(MEMBER + algorithm);
  }
}
