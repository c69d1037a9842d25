package io.nephele.wire.checksum;

import io.nephele.model.Body;
import io.nephele.model.Operation;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The checksums that a request carries of its body: in headers, or announced for the trailers of an
 * aws-chunked body.
 */
public final class RequestChecksums {
  private static final String NAMED = "x-amz-sdk-checksum-algorithm";

  /** Operations of S3 whose requests must have a checksum, whatever the model says of others. */
  private static final Set<String> GUARDED =
      Set.of(
          "DeleteObjects",
          "PutBucketCors",
          "PutBucketLifecycleConfiguration",
          "PutObjectLegalHold",
          "PutObjectLockConfiguration",
          "PutObjectRetention");

  private RequestChecksums() {}

  /**
   * The body of a request, checked as it is read; the body itself where there is nothing to check.
   * The {@code x-amz-checksum} headers are of the body only in operations whose model says so: in
   * CompleteMultipartUpload they are of the object.
   *
   * @param body the body without its chunks
   * @param trailers what came after the body, asked at its end
   * @throws io.nephele.model.AwsException if a checksum is malformed, or there are several
   */
  public static Body checked(
      Operation operation, HttpRequest request, Body body, Supplier<Headers> trailers) {
    boolean flexibleChecksums = operation.checksumAlgorithmMember() != null;
    Map<ChecksumAlgorithm, ChecksumDigest> digests = new EnumMap<>(ChecksumAlgorithm.class);
    Map<ChecksumAlgorithm, byte[]> expected = new EnumMap<>(ChecksumAlgorithm.class);
    int flexible = 0;
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String value = request.headers().first(algorithm.header());
      if (value != null && (flexibleChecksums || !algorithm.isFlexible())) {
        expected.put(algorithm, decode(algorithm, value));
        digests.put(algorithm, algorithm.start());
        flexible += algorithm.isFlexible() ? 1 : 0;
      }
    }
    for (String names : request.headers().all("x-amz-trailer")) {
      for (String name : names.split(",", -1)) {
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.ofHeader(name.strip());
        if (algorithm != null && !digests.containsKey(algorithm)) {
          digests.put(algorithm, algorithm.start());
          flexible++;
        }
      }
    }
    if (flexible > 1) {
      throw ChecksumErrors.several();
    }
    if (flexibleChecksums) {
      checkNamed(request, digests.keySet());
    }
    if (digests.isEmpty()
        && operation.service().noErrorWrapping()
        && GUARDED.contains(operation.name())) {
      throw ChecksumErrors.required();
    }
    return digests.isEmpty() ? body : new CheckedBody(body, digests, expected, trailers);
  }

  private static void checkNamed(HttpRequest request, Set<ChecksumAlgorithm> found) {
    String named = request.headers().first(NAMED);
    if (named == null) {
      return;
    }
    boolean any = false;
    for (ChecksumAlgorithm algorithm : found) {
      any |= algorithm.isFlexible();
      if (algorithm.isFlexible() && !algorithm.name().equalsIgnoreCase(named.strip())) {
        throw ChecksumErrors.otherThanNamed();
      }
    }
    if (!any) {
      throw ChecksumErrors.missing();
    }
  }

  static byte[] decode(ChecksumAlgorithm algorithm, String base64) {
    try {
      byte[] value = Base64.getDecoder().decode(base64.strip());
      if (value.length == algorithm.length()) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw ChecksumErrors.malformed(algorithm);
  }
}
