package io.nephele.services.iam;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The URL of an OpenID Connect provider.
 *
 * @param host the host of the provider
 * @param port its port, 443 if the URL names none
 * @param withoutScheme the URL as ARNs and tokens have it, without {@code https://}
 */
record OidcUrl(String host, int port, String withoutScheme) {
  private static final int HTTPS = 443;

  /** Reads a URL; an error to the caller if it cannot be a provider's. */
  static OidcUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw invalid();
    }
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw invalid();
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getUserInfo() != null) {
      throw IamErrors.invalidInput("Invalid Open ID Connect Provider URL");
    }
    int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String authority = port == HTTPS ? uri.getHost() : uri.getHost() + ":" + port;
    return new OidcUrl(uri.getHost(), port, authority + path);
  }

  private static RuntimeException invalid() {
    return IamErrors.validation("Invalid Open ID Connect Provider URL");
  }
}
