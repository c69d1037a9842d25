package io.nephele.services.s3.website;

import java.util.List;
import java.util.Locale;

/** The host names of websites: a bucket, {@code s3-website}, perhaps a region, a domain. */
public final class WebsiteHost {
  private static final String MARK = ".s3-website";
  private static final List<String> DOMAINS =
      List.of(".amazonaws.com", ".amazonaws.com.cn", ".localhost", ".localhost.localstack.cloud");

  private WebsiteHost() {}

  /** The bucket that a {@code Host} header names as a website, or null. */
  public static String bucketOf(String host) {
    if (host == null || !host.contains(MARK)) {
      return null;
    }
    int colon = host.indexOf(':');
    String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    int mark = name.lastIndexOf(MARK);
    if (mark <= 0) {
      return null;
    }
    String rest = name.substring(mark + MARK.length());
    for (String domain : DOMAINS) {
      if (rest.endsWith(domain) && isRegion(rest.substring(0, rest.length() - domain.length()))) {
        return name.substring(0, mark);
      }
    }
    return null;
  }

  /** Nothing, or a region after a dash or a dot. */
  private static boolean isRegion(String text) {
    if (text.isEmpty()) {
      return true;
    }
    return (text.charAt(0) == '-' || text.charAt(0) == '.')
        && text.length() > 1
        && text.indexOf('.', 1) < 0;
  }
}
