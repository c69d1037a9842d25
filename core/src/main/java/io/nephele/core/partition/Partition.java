package io.nephele.core.partition;

/**
 * A partition of AWS: a group of regions with accounts of its own.
 *
 * @param id the first field of ARNs, for example {@code aws-cn}
 * @param dnsSuffix the end of its host names, for example {@code amazonaws.com.cn}
 */
public record Partition(String id, String dnsSuffix) {
  static Partition of(String id) {
    return new Partition(
        id,
        switch (id) {
          case "aws", "aws-us-gov" -> "amazonaws.com";
          case "aws-cn" -> "amazonaws.com.cn";
          case "aws-eusc" -> "amazonaws.eu";
          case "aws-iso" -> "c2s.ic.gov";
          case "aws-iso-b" -> "sc2s.sgov.gov";
          case "aws-iso-e" -> "cloud.adc-e.uk";
          case "aws-iso-f" -> "csp.hci.ic.gov";
          default -> throw new IllegalArgumentException("unknown partition " + id);
        });
  }
}
