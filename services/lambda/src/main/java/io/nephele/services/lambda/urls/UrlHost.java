package io.nephele.services.lambda.urls;

import io.nephele.core.World;
import io.nephele.core.call.Origin;
import java.util.Locale;

/**
 * The host name of a function URL: {@code <id>.lambda-url.<region>.<domain>}, where the domain is
 * {@code localhost} or what else the program is known by.
 */
record UrlHost(String id, String region) {
  private static final String MARK = UrlRequests.HOST_MARK;
  private static final String LOCALSTACK = "localhost.localstack.cloud";

  /** What a {@code Host} header names, or null if it names no function URL. */
  static UrlHost parse(String host) {
    int mark = host == null ? -1 : host.indexOf(MARK);
    if (mark <= 0) {
      return null;
    }
    String rest = host.substring(mark + MARK.length());
    int dot = rest.indexOf('.');
    return dot <= 0
        ? null
        : new UrlHost(host.substring(0, mark).toLowerCase(Locale.ROOT), rest.substring(0, dot));
  }

  /** The URL, by the host and port at which a caller reaches the program. */
  String url(World world, Origin origin) {
    String host = origin.host();
    if (host == null) {
      host = "localhost:" + world.host().endpoint().getPort();
    }
    int colon = host.lastIndexOf(':');
    String port = colon < 0 ? "" : host.substring(colon);
    String name = colon < 0 ? host : host.substring(0, colon);
    String domain = name.endsWith(LOCALSTACK) ? LOCALSTACK : "localhost";
    return origin.scheme() + "://" + id + MARK + region + '.' + domain + port + '/';
  }
}
