package io.nephele.services.s3.cors;

import io.nephele.api.s3.CORSRule;
import io.nephele.api.s3.S3;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Models;
import io.nephele.model.Protocol;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.web.S3Address;
import io.nephele.wire.Protocols;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.route.RequestRouter;
import java.util.List;

/** Answers browsers that ask whether a page may call a bucket before it does. */
public final class Preflights {
  private final S3World s3;
  private final CorsConfigurations configurations;
  private final RequestRouter router = new RequestRouter(Models.bundled());
  private final Protocols protocols = new Protocols();

  /** The preflights to a world's buckets. */
  public Preflights(S3World s3) {
    this.s3 = s3;
    this.configurations = new CorsConfigurations(s3);
  }

  /** Whether a request may be a preflight to S3; whether it is, only the buckets tell. */
  public static boolean takes(HttpRequest request) {
    return request.method().equals("OPTIONS");
  }

  /** What is known of the bucket that is asked about. */
  private record Asked(boolean exists, List<CORSRule> rules) {}

  /** Answers a preflight; null if it is not S3's. */
  public HttpResponse handle(HttpRequest request, String requestId) {
    S3Address address = S3Address.of(request, router, s3);
    if (address == null || address.bucket() == null) {
      return null;
    }
    Asked asked =
        s3.read(
            reader -> {
              Bucket bucket = s3.buckets().find(reader, address.partition(), address.bucket());
              return bucket == null
                  ? new Asked(false, null)
                  : new Asked(true, configurations.rules(reader, bucket));
            });
    if (!asked.exists && !address.isHostOfS3()) {
      return null;
    }
    try {
      return answer(request, asked, address, requestId);
    } catch (AwsException e) {
      HttpResponse refusal =
          protocols
              .of(Protocol.REST_XML)
              .encodeError(S3.GetObject.model().service(), null, e, requestId);
      if (asked.rules != null) {
        CorsRules.vary(refusal.headers());
      }
      return refusal;
    }
  }

  private HttpResponse answer(
      HttpRequest request, Asked asked, S3Address address, String requestId) {
    Headers headers = request.headers();
    String origin = headers.first("Origin");
    String method = headers.first("Access-Control-Request-Method");
    if (origin == null) {
      throw AwsException.client(
          "BadRequest", 400, "Insufficient information. Origin request header needed.");
    }
    if (method == null || !CorsConfigurations.METHODS.contains(method)) {
      throw AwsException.client(
          "BadRequest", 400, "Invalid Access-Control-Request-Method: " + method);
    }
    if (!asked.exists) {
      throw forbidden("Bucket not found", method, address);
    }
    if (asked.rules == null) {
      throw forbidden("CORS is not enabled for this bucket.", method, address);
    }
    List<String> names = CorsRules.names(headers.first("Access-Control-Request-Headers"));
    CORSRule rule = CorsRules.find(asked.rules, origin, method, names);
    if (rule == null) {
      throw forbidden(
          "This CORS request is not allowed. This is usually because the evalution of Origin,"
              + " request method / Access-Control-Request-Method or"
              + " Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
          method,
          address);
    }
    Headers allowed = new Headers().add("x-amz-request-id", requestId);
    CorsRules.allow(allowed, rule, origin);
    if (!names.isEmpty()) {
      allowed.set("Access-Control-Allow-Headers", String.join(", ", names));
    }
    if ("true".equals(headers.first("Access-Control-Request-Private-Network"))) {
      allowed.set("Access-Control-Allow-Private-Network", "true");
    }
    CorsRules.vary(allowed);
    return new HttpResponse(200, allowed, Body.EMPTY);
  }

  private static AwsException forbidden(String why, String method, S3Address address) {
    return AwsException.client("AccessForbidden", 403, "CORSResponse: " + why)
        .with("Method", method)
        .with("ResourceType", address.isObject() ? "OBJECT" : "BUCKET");
  }
}
