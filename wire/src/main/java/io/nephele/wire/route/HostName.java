package io.nephele.wire.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A host name taken apart.
 *
 * @param labels the labels before the domain and the region, for example {@code bucket, s3}; empty
 *     where the host is only a domain or an address
 * @param region the region in the name, or null
 */
record HostName(List<String> labels, String region) {
  private static final HostName NONE = new HostName(List.of(), null);

  /** The domains of AWS's endpoints and of local stand-ins for them; the longer come first. */
  private static final List<String> DOMAINS =
      List.of(
          ".localhost.localstack.cloud",
          ".amazonaws.com.cn",
          ".amazonaws.com",
          ".api.aws",
          ".on.aws",
          ".localhost");

  /** Reads a {@code Host} header, which may be null and have a port. */
  static HostName of(String host) {
    if (host == null || host.isEmpty() || host.length() > 255 || host.charAt(0) == '[') {
      return NONE;
    }
    int colon = host.indexOf(':');
    String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    for (String domain : DOMAINS) {
      if (name.endsWith(domain)) {
        return ofLabels(name.substring(0, name.length() - domain.length()));
      }
    }
    return NONE;
  }

  private static HostName ofLabels(String name) {
    List<String> labels = new ArrayList<>();
    int start = 0;
    while (start <= name.length()) {
      int dot = name.indexOf('.', start);
      int end = dot < 0 ? name.length() : dot;
      labels.add(name.substring(start, end));
      start = end + 1;
    }
    String region = null;
    if (labels.size() > 1 && isRegion(labels.getLast())) {
      region = labels.removeLast();
    }
    if (labels.size() > 1 && labels.getLast().equals("dualstack")) {
      labels.removeLast();
    }
    String last = labels.removeLast();
    if (last.endsWith("-fips")) {
      last = last.substring(0, last.length() - "-fips".length());
    }
    if (last.startsWith("s3-") && isRegion(last.substring(3))) { // S3's older names
      region = last.substring(3);
      last = "s3";
    } else if (last.equals("s3-accelerate") || last.equals("s3-external-1")) {
      last = "s3";
    } else if (last.equals("s3-accesspoint") && labels.size() == 1 && region != null) {
      last = "s3";
      labels.set(0, accessPoint(labels.getFirst(), "s3", region));
    } else if (last.equals("s3-object-lambda") && labels.size() == 1 && region != null) {
      last = "s3";
      labels = objectLambda(labels.getFirst(), region);
    } else if (last.equals("s3-global") && labels.size() == 3) { // multi-region access points
      last = "s3";
      labels = new ArrayList<>(List.of(labels.get(0) + "." + labels.get(1)));
    } else if (last.equals("queue")) { // SQS's older names
      region = labels.isEmpty() ? region : labels.removeLast();
      last = "sqs";
    }
    labels.add(last);
    return new HostName(List.copyOf(labels), region);
  }

  /** The ARN of an access point whose host name begins with its name and its account's id. */
  private static String accessPoint(String label, String service, String region) {
    int dash = label.lastIndexOf('-');
    String partition =
        region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    return dash <= 0
        ? label
        : "arn:"
            + partition
            + ":"
            + service
            + ":"
            + region
            + ":"
            + label.substring(dash + 1)
            + ":accesspoint:"
            + label.substring(0, dash);
  }

  /** What functions answer goes to a host name that has neither an access point nor a bucket. */
  private static List<String> objectLambda(String label, String region) {
    int dash = label.lastIndexOf('-');
    boolean account =
        dash > 0 && label.length() - dash - 1 == 12 && isDigit(label.charAt(dash + 1));
    return account
        ? new ArrayList<>(List.of(accessPoint(label, "s3-object-lambda", region)))
        : new ArrayList<>();
  }

  /** Whether a label has the form of a region's name: {@code us-east-1}, {@code us-gov-west-1}. */
  static boolean isRegion(String label) {
    int length = label.length();
    if (length < 7 || length > 20 || !isDigit(label.charAt(length - 1))) {
      return false;
    }
    int dash = label.lastIndexOf('-');
    int parts = 0;
    int letters = 0;
    for (int i = 0; i < dash; i++) {
      char c = label.charAt(i);
      if (c == '-') {
        if (letters < 2) {
          return false;
        }
        parts++;
        letters = 0;
      } else if (c >= 'a' && c <= 'z') {
        letters++;
      } else {
        return false;
      }
    }
    return parts >= 1 && letters >= 4 && length - dash == 2;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
