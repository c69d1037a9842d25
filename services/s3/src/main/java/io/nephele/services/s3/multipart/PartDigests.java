package io.nephele.services.s3.multipart;

import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.checksum.ChecksumDigest;
import io.nephele.wire.checksum.CrcCombination;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** ETags and checksums of objects, computed from those of their parts. */
final class PartDigests {
  private PartDigests() {}

  /** The MD5 of the parts' MD5s in hexadecimal digits, a dash, and how many parts there are. */
  static String eTag(List<BodyPart> parts) {
    ChecksumDigest digest = ChecksumAlgorithm.MD5.start();
    for (BodyPart part : parts) {
      byte[] md5 = HexFormat.of().parseHex(part.md5());
      digest.update(md5, 0, md5.length);
    }
    return HexFormat.of().formatHex(digest.value()) + "-" + parts.size();
  }

  /**
   * The checksum of an object in base64.
   *
   * @param composite whether it is of the parts' checksums rather than of all the bytes; how many
   *     parts there are is said then, too
   */
  static String checksum(List<BodyPart> parts, String algorithmName, boolean composite) {
    ChecksumAlgorithm algorithm = ChecksumAlgorithm.valueOf(algorithmName);
    if (!composite) {
      CrcCombination combined = CrcCombination.of(algorithm);
      for (BodyPart part : parts) {
        combined.append(Base64.getDecoder().decode(part.checksum()), part.size());
      }
      return Base64.getEncoder().encodeToString(combined.value());
    }
    ChecksumDigest digest = algorithm.start();
    for (BodyPart part : parts) {
      byte[] checksum = Base64.getDecoder().decode(part.checksum());
      digest.update(checksum, 0, checksum.length);
    }
    return Base64.getEncoder().encodeToString(digest.value()) + "-" + parts.size();
  }
}
