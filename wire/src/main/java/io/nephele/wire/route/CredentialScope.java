package io.nephele.wire.route;

import io.nephele.wire.http.HttpRequest;

/**
 * What a request's signature says of who calls what, before anybody has checked it.
 *
 * @param accessKeyId the id of the access key
 * @param region the region signed for, or null in signatures that name none
 * @param signingName the service signed for, or null in signatures that name none
 */
public record CredentialScope(String accessKeyId, String region, String signingName) {
  private static final String TERMINATOR = "/aws4_request";

  /**
   * The scope of the request's {@code Authorization} header or presigned URL; null where there is
   * none or it is malformed.
   */
  public static CredentialScope of(HttpRequest request) {
    String authorization = request.headers().first("Authorization");
    if (authorization != null) {
      return ofHeader(authorization, request);
    }
    String query = request.query();
    if (query == null) {
      return null;
    }
    String credential = QueryText.value(query, "X-Amz-Credential");
    if (credential != null) {
      return ofCredential(credential, QueryText.value(query, "X-Amz-Region-Set"));
    }
    String accessKeyId = QueryText.value(query, "AWSAccessKeyId");
    return accessKeyId == null ? null : new CredentialScope(accessKeyId, null, null);
  }

  private static CredentialScope ofHeader(String authorization, HttpRequest request) {
    if (authorization.startsWith("AWS ")) { // version 2 of S3's signatures
      int colon = authorization.indexOf(':');
      return colon < 0
          ? null
          : new CredentialScope(authorization.substring(4, colon).strip(), null, "s3");
    }
    int start = authorization.indexOf("Credential=");
    if (start < 0 || !authorization.startsWith("AWS4-")) {
      return null;
    }
    start += "Credential=".length();
    int end = start;
    while (end < authorization.length()
        && authorization.charAt(end) != ','
        && authorization.charAt(end) != ' ') {
      end++;
    }
    return ofCredential(
        authorization.substring(start, end), request.headers().first("X-Amz-Region-Set"));
  }

  /**
   * Reads {@code key/date/region/service/aws4_request}, or without the region where a set of
   * regions is signed.
   */
  private static CredentialScope ofCredential(String credential, String regionSet) {
    if (!credential.endsWith(TERMINATOR)) {
      return null;
    }
    int serviceEnd = credential.length() - TERMINATOR.length();
    int service = credential.lastIndexOf('/', serviceEnd - 1);
    if (service <= 0) {
      return null;
    }
    String signingName = credential.substring(service + 1, serviceEnd);
    int previous = credential.lastIndexOf('/', service - 1);
    if (previous <= 0) {
      return null;
    }
    String part = credential.substring(previous + 1, service);
    if (isDate(part)) {
      String region = regionSet == null || regionSet.contains("*") ? null : firstOf(regionSet);
      return new CredentialScope(credential.substring(0, previous), region, signingName);
    }
    int date = credential.lastIndexOf('/', previous - 1);
    if (date <= 0 || !isDate(credential.substring(date + 1, previous))) {
      return null;
    }
    return new CredentialScope(credential.substring(0, date), part, signingName);
  }

  private static boolean isDate(String text) {
    if (text.length() != 8) {
      return false;
    }
    for (int i = 0; i < 8; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String firstOf(String regions) {
    int comma = regions.indexOf(',');
    return (comma < 0 ? regions : regions.substring(0, comma)).strip();
  }
}
