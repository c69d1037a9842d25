package io.nephele.services.s3.website;

import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.WebsiteConfiguration;
import io.nephele.core.web.Exchange;
import io.nephele.core.web.WebHandler;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.Protocols;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** Answers visitors of buckets that are websites. */
public final class Websites implements WebHandler {
  private static final int FOUND = 302;
  private static final int MOVED_PERMANENTLY = 301;

  private final S3World s3;
  private final WebsiteConfigurations configurations;
  private final Protocols protocols = new Protocols();
  private final ErrorPage errors = new ErrorPage(protocols);
  private final BiConsumer<Exchange, String> listener;

  /**
   * The websites of a world.
   *
   * @param listener is shown what visitors were answered, and by which bucket, before it is sent
   */
  public Websites(S3World s3, BiConsumer<Exchange, String> listener) {
    this.s3 = s3;
    this.listener = listener;
    this.configurations = new WebsiteConfigurations(s3);
  }

  /** Whether a request is to a website, by its host name. */
  public static boolean takes(HttpRequest request) {
    return WebsiteHost.bucketOf(request.host()) != null;
  }

  private record Site(Bucket bucket, WebsiteConfiguration website) {}

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    String bucket = WebsiteHost.bucketOf(request.host());
    HttpResponse response = answer(bucket, request, requestId);
    GetObjectRequest asked = new GetObjectRequest().bucket(bucket).key(request.path().substring(1));
    String code = response.headers().first("x-amz-error-code");
    AwsException error =
        code == null ? null : AwsException.client(code, response.status(), "of a website");
    listener.accept(
        new Exchange(request, S3.GetObject.model(), null, asked.struct(), error, response), bucket);
    return response;
  }

  private HttpResponse answer(String bucket, HttpRequest request, String requestId) {
    boolean withBody = !request.method().equals("HEAD");
    try {
      if (withBody && !request.method().equals("GET")) {
        throw S3Errors.methodNotAllowed(request.method(), "OBJECT");
      }
      return visit(site(bucket), request, requestId);
    } catch (AwsException e) {
      return errors.of(e, null, withBody, requestId);
    }
  }

  private Site site(String name) {
    String partition = s3.world().settings().region().partition().id();
    return s3.read(
        reader -> {
          Bucket bucket = s3.buckets().find(reader, partition, name);
          if (bucket == null) {
            throw S3Errors.noSuchBucket(name);
          }
          WebsiteConfiguration website = configurations.of(reader, bucket);
          if (website == null) {
            throw WebsiteConfigurations.noWebsite(name);
          }
          return new Site(bucket, website);
        });
  }

  private HttpResponse visit(Site site, HttpRequest request, String requestId) {
    WebsiteConfiguration website = site.website;
    if (website.redirectAllRequestsTo() != null) {
      return redirect(Redirection.all(website.redirectAllRequestsTo(), request), null, requestId);
    }
    String path = decoded(request.path().substring(1));
    Redirection ruled = Redirection.before(website.routingRules(), path, request);
    if (ruled != null) {
      return redirect(ruled, null, requestId);
    }
    String suffix = website.indexDocument().suffix();
    String key = path.isEmpty() || path.endsWith("/") ? path + suffix : path;
    PageCalls pages = new PageCalls(s3.world(), protocols, site.bucket, request, requestId);
    try {
      PageCalls.Page page = pages.get(key);
      String elsewhere = page.redirectLocation();
      if (elsewhere == null) {
        return page.response();
      }
      page.discard();
      return redirect(new Redirection(MOVED_PERMANENTLY, elsewhere), null, requestId);
    } catch (AwsException e) {
      boolean missing = e.status() == 404 || e.status() == 403;
      if (missing && !path.isEmpty() && !path.endsWith("/") && pages.exists(path + "/" + suffix)) {
        return redirect(
            new Redirection(FOUND, "/" + Redirection.encoded(path) + "/"), null, requestId);
      }
      return refuse(site, e, path, pages, request, requestId);
    }
  }

  private HttpResponse refuse(
      Site site,
      AwsException error,
      String path,
      PageCalls pages,
      HttpRequest request,
      String requestId) {
    WebsiteConfiguration website = site.website;
    Redirection ruled = Redirection.after(website.routingRules(), path, error.status(), request);
    if (ruled != null) {
      return redirect(ruled, error, requestId);
    }
    boolean withBody = !request.method().equals("HEAD");
    if (website.errorDocument() == null || error.status() < 400) {
      return errors.of(error, null, withBody, requestId);
    }
    try {
      HttpResponse page = pages.whole(website.errorDocument().key());
      ErrorPage.describe(page.headers(), error);
      return new HttpResponse(error.status(), page.headers(), page.body());
    } catch (AwsException second) {
      return errors.of(error, second, withBody, requestId);
    }
  }

  private HttpResponse redirect(Redirection to, AwsException cause, String requestId) {
    AwsException moved = AwsException.client("Found", to.status(), "Resource Found");
    Headers headers = errors.headers(moved, requestId);
    if (cause != null) {
      ErrorPage.describe(headers, cause);
    }
    headers.set("Location", to.location());
    return new HttpResponse(to.status(), headers, Body.EMPTY);
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw AwsException.client("InvalidURI", 400, "Couldn't parse the specified URI.");
    }
  }
}
