package io.nephele.services.s3.web;

import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.Body;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.website.WebsiteHost;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.route.RequestRouter;
import io.nephele.wire.route.Routing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Which bucket and key a URL names, however it names them.
 *
 * @param bucket null where it names none
 * @param key empty where it names none
 * @param isHostOfS3 whether the host name says that it is S3's; else only the path is like S3's
 */
public record S3Address(String partition, String bucket, String key, boolean isHostOfS3) {

  /** Whether there is a key. */
  public boolean isObject() {
    return !key.isEmpty();
  }

  /** Finds the bucket and key of a request of a method that no operation has. */
  public static S3Address of(HttpRequest request, RequestRouter router, S3World s3) {
    String site = WebsiteHost.bucketOf(request.host());
    if (site != null) {
      String partition = s3.world().settings().region().partition().id();
      return new S3Address(partition, site, decoded(request.path().substring(1)), true);
    }
    Headers host = new Headers();
    if (request.host() != null) {
      host.add("Host", request.host());
    }
    HttpRequest asked =
        new HttpRequest(
            "GET",
            request.path(),
            null,
            host,
            Body.EMPTY,
            request.remoteAddress(),
            request.secure());
    if (!(router.route(asked) instanceof Routing.Route route)
        || !route.service().name().equals("s3")) {
      return null;
    }
    Region region = route.region() == null ? null : Regions.find(route.region());
    Region meant = region == null ? s3.world().settings().region() : region;
    String path = route.request().path();
    int slash = path.indexOf('/', 1);
    String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
    String key = slash < 0 ? "" : decoded(path.substring(slash + 1));
    boolean named = !path.equals(request.path());
    return new S3Address(meant.partition().id(), bucket.isEmpty() ? null : bucket, key, named);
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  /** A request with the bucket in its path, wherever it was. */
  public HttpRequest pathStyle(HttpRequest request) {
    return isHostOfS3
        ? new HttpRequest(
            request.method(),
            "/" + bucket + request.path(),
            request.query(),
            request.headers(),
            request.body(),
            request.remoteAddress(),
            request.secure(),
            request.tlsVersion())
        : request;
  }
}
