package io.nephele.wire.checksum;

import io.nephele.model.Body;
import io.nephele.model.Operation;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The checksums that a request carries of its body: in headers, or announced for the trailers of an
 * aws-chunked body.
 */
public final class RequestChecksums {
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
      if (value != null && (flexibleChecksums || algorithm == ChecksumAlgorithm.MD5)) {
        expected.put(algorithm, decode(algorithm, value));
        digests.put(algorithm, algorithm.start());
        flexible += algorithm == ChecksumAlgorithm.MD5 ? 0 : 1;
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
    if (flexible == 0
        && flexibleChecksums
        && request.headers().first("x-amz-sdk-checksum-algorithm") != null) {
      throw ChecksumErrors.missing();
    }
    return digests.isEmpty() ? body : new CheckedBody(body, digests, expected, trailers);
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
