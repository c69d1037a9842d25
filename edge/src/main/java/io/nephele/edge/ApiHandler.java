package io.nephele.edge;

import io.nephele.core.World;
import io.nephele.core.access.AuthenticatedRequest;
import io.nephele.core.call.Call;
import io.nephele.core.call.CallPipeline;
import io.nephele.core.call.Origin;
import io.nephele.core.call.RequestSignature;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.StoreUnavailableException;
import io.nephele.core.web.Exchange;
import io.nephele.core.web.ExchangeListener;
import io.nephele.core.web.WebHandler;
import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import io.nephele.wire.Protocols;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.chunked.AwsChunked;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.route.RequestRouter;
import io.nephele.wire.route.Routing;
import io.nephele.wire.sign.SignatureTarget;
import io.nephele.wire.sign.SigningAlgorithm;
import io.nephele.wire.sign.VerifiedRequest;
import java.util.List;

/**
 * Answers AWS's APIs: finds the operation, reads the request, makes the call in the world, writes
 * what became of it.
 */
public final class ApiHandler implements HttpHandler {
  private final World world;
  private final RequestRouter router;
  private final Protocols protocols = new Protocols();

  /** Answers for that world. */
  public ApiHandler(World world) {
    this(world, new RequestRouter(Models.bundled()));
  }

  /** Answers for that world what a router, which other worlds may share, sends to services. */
  public ApiHandler(World world, RequestRouter router) {
    this.world = world;
    this.router = router;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String requestId = world.ids().uuid().toString();
    WebHandler web = world.services().web(request);
    HttpResponse page = web == null ? null : web.handle(request, requestId);
    if (page != null) {
      return page;
    }
    Routing routing = router.route(request);
    // Not a switch: Java would make the code of one when the first request comes.
    if (routing instanceof Routing.Route route) {
      return answer(request, route, requestId);
    }
    Routing.NoRoute none = (Routing.NoRoute) routing;
    return protocols
        .of(none.protocol(), request)
        .encodeError(none.service(), null, none.error(), requestId);
  }

  /** What a request is answered that is for a world that is not there, in its own protocol. */
  static HttpResponse refusal(World any, HttpRequest request, String message) {
    ApiHandler api = new ApiHandler(any);
    String requestId = any.ids().uuid().toString();
    AwsException error = AwsException.client("WorldNotFound", 404, message);
    return switch (api.router.route(request)) {
      case Routing.NoRoute none ->
          api.protocols
              .of(none.protocol(), request)
              .encodeError(none.service(), null, error, requestId);
      case Routing.Route route ->
          api.protocols
              .of(route.protocol(), request)
              .encodeError(route.service(), route.operation(), error, requestId);
    };
  }

  private HttpResponse answer(HttpRequest request, Routing.Route route, String requestId) {
    ServerProtocol protocol = protocols.of(route.protocol(), request);
    Call call = null;
    Struct input = null;
    AwsException error = null;
    HttpResponse response;
    try {
      Region region = region(route);
      SignatureTarget target =
          SignatureTarget.of(route.operation(), route.protocol(), route.hostRegion());
      // Signatures are of the request as it came; what is decoded is what the router made of it.
      HttpRequest signed = request.withBody(route.request().body());
      AuthenticatedRequest caller = world.access().authenticate(signed, target, region.partition());
      VerifiedRequest verified = caller.verified();
      HttpRequest content =
          AwsChunked.decode(
              route.operation(),
              route.request().withBody(verified.request().body()),
              verified.chunks());
      Struct decoded = protocol.decode(route.operation(), content);
      if (verified.pending() != null && !route.operation().isInputStreamed()) {
        verified.complete();
      }
      call =
          new Call(
              route.operation(),
              route.protocol(),
              caller.principal(),
              region,
              origin(route.request(), verified),
              requestId,
              world.clock().now());
      input = decoded;
      response = protocol.encode(route.operation(), world.call(call, input), requestId);
    } catch (AwsException e) {
      error = e;
      response = protocol.encodeError(route.service(), route.operation(), e, requestId);
    } catch (StoreUnavailableException e) { // while it was looked up who calls
      error = CallPipeline.unavailable();
      response = protocol.encodeError(route.service(), route.operation(), error, requestId);
    }
    ExchangeListener listener = world.services().listener(route.service().name());
    if (listener != ExchangeListener.NONE) {
      listener.answered(
          new Exchange(route.request(), route.operation(), call, input, error, response));
    }
    return response;
  }

  private Region region(Routing.Route route) {
    String name = route.region();
    // Clients of global services may sign for pseudo-regions such as aws-global; what is meant is
    // the world's own.
    if (name == null || name.endsWith("-global")) {
      return world.settings().region();
    }
    Region region = Regions.find(name);
    if (region == null) {
      throw AwsException.client(
          speaksXml(route.protocol()) ? "SignatureDoesNotMatch" : "InvalidSignatureException",
          403,
          "Credential should be scoped to a valid region.");
    }
    return region;
  }

  private static boolean speaksXml(Protocol protocol) {
    return switch (protocol) {
      case AWS_QUERY, EC2_QUERY, REST_XML -> true;
      case AWS_JSON_1_0, AWS_JSON_1_1, REST_JSON_1, RPC_V2_CBOR -> false;
    };
  }

  private Origin origin(HttpRequest request, VerifiedRequest verified) {
    Headers headers = request.headers();
    return new Origin(
        request.secure() ? "https" : "http",
        request.host(),
        request.remoteAddress(),
        headers.first("User-Agent"),
        headers.first("Referer"),
        List.of(),
        null,
        signature(request, verified),
        headers.first("X-Amzn-Trace-Id"),
        request.tlsVersion());
  }

  /** Where nobody checks the signature, what the request says of it is believed. */
  private RequestSignature signature(HttpRequest request, VerifiedRequest verified) {
    if (verified.kind() == VerifiedRequest.Kind.ANONYMOUS) {
      return null;
    }
    boolean inUrl =
        verified.kind() == VerifiedRequest.Kind.PRESIGNED
            || verified.kind() == VerifiedRequest.Kind.UNCHECKED
                && request.headers().first("Authorization") == null;
    SigningAlgorithm algorithm = verified.algorithm();
    return new RequestSignature(
        inUrl ? RequestSignature.Place.URL : RequestSignature.Place.HEADER,
        (algorithm == null ? SigningAlgorithm.HMAC : algorithm).text(),
        verified.signedAt() == null ? null : world.clock().at(verified.signedAt()),
        inUrl ? "UNSIGNED-PAYLOAD" : request.headers().first("x-amz-content-sha256"));
  }
}
