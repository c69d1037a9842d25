package io.nephele.services.lambda.urls;

import io.nephele.api.lambda.Cors;
import io.nephele.api.lambda.FunctionUrlAuthType;
import io.nephele.api.lambda.InvokeMode;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.lambda.TooManyRequestsException;
import io.nephele.core.access.AuthenticatedRequest;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.web.WebHandler;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Protocol;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.lambda.invoke.FunctionMetrics;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.invoke.Payloads;
import io.nephele.services.lambda.invoke.PipedResponse;
import io.nephele.services.lambda.invoke.Slots;
import io.nephele.services.lambda.invoke.Target;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.sign.SignatureTarget;
import io.nephele.wire.sign.VerifiedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Answers requests to function URLs. */
public final class UrlRequests implements WebHandler {
  /** What is in the host names of function URLs and in no others. */
  public static final String HOST_MARK = ".lambda-url.";

  private static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
  private static final String FORBIDDEN =
      "Forbidden. For troubleshooting Function URL authorization issues, see:"
          + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

  private final LambdaWorld lambda;
  private final UrlTable table;
  private final Invoker invoker;
  private final FunctionMetrics metrics;

  /** The requests of a world. */
  public UrlRequests(LambdaWorld lambda, UrlTable table, Invoker invoker, FunctionMetrics metrics) {
    this.lambda = lambda;
    this.table = table;
    this.invoker = invoker;
    this.metrics = metrics;
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    UrlHost host = UrlHost.parse(request.host());
    UrlRow url =
        host == null ? null : lambda.read(reader -> table.find(reader, host.region(), host.id()));
    HttpResponse response = url == null ? forbidden() : answer(request, requestId, url);
    response.headers().set("x-amzn-RequestId", requestId);
    if (url != null) {
      metrics.count(url.ref(), null, "UrlRequestCount", 1);
      if (response.status() >= 400) {
        metrics.count(url.ref(), null, response.status() < 500 ? "Url4xxCount" : "Url5xxCount", 1);
      }
    }
    return response;
  }

  private HttpResponse answer(HttpRequest request, String requestId, UrlRow url) {
    Cors cors = FunctionUrls.cors(url);
    if (cors != null && CorsAnswers.isPreflight(request)) {
      HttpResponse response = new HttpResponse(200, new Headers(), Body.EMPTY);
      CorsAnswers.add(cors, request, response.headers());
      return response;
    }
    HttpResponse response;
    try {
      response = run(request, requestId, url);
    } catch (TooManyRequestsException e) {
      response =
          UrlResponses.error(
              429,
              e.code(),
              Map.of("Reason", e.reason(), "Type", "User", "message", e.getMessage()));
    } catch (AwsException e) {
      String message = e.getMessage() == null ? e.code() : e.getMessage();
      response = UrlResponses.error(e.status(), e.code(), Map.of("Message", message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (cors != null) {
      CorsAnswers.add(cors, request, response.headers());
    }
    return response;
  }

  private static HttpResponse forbidden() {
    return UrlResponses.error(403, "AccessDeniedException", Map.of("Message", FORBIDDEN));
  }

  private HttpResponse run(HttpRequest request, String requestId, UrlRow url) throws IOException {
    Region region = Regions.find(url.region());
    Principal caller = Principal.ANONYMOUS;
    Body content = request.body();
    if (url.authType().equals(FunctionUrlAuthType.AWS_IAM)) {
      AuthenticatedRequest authenticated =
          lambda
              .world()
              .access()
              .authenticate(
                  request,
                  SignatureTarget.of(Protocol.REST_JSON_1, "lambda", url.region()),
                  region.partition());
      if (authenticated.verified().kind() == VerifiedRequest.Kind.ANONYMOUS) {
        return forbidden();
      }
      caller = authenticated.principal();
      content = authenticated.verified().request().body();
    }
    Call call = call(request, requestId, region, caller);
    if (!mayInvoke(call, url)) {
      return forbidden();
    }
    Bytes body;
    try (InputStream in = content.open()) {
      body = Bytes.of(in.readNBytes(Payloads.MOST_AWAITED + 1));
    }
    if (body.length() > Payloads.MOST_AWAITED) {
      return UrlResponses.error(
          413, "RequestEntityTooLargeException", Map.of("Message", "Request Entity Too Large"));
    }
    Bytes event = UrlEvents.of(request, body, url, caller, requestId, call.time());
    Target target = invoker.find(url.ref());
    return url.invokeMode().equals(InvokeMode.RESPONSE_STREAM)
        ? streamed(target, event, call)
        : buffered(target, event, call);
  }

  private Call call(HttpRequest request, String requestId, Region region, Principal caller) {
    Origin origin =
        new Origin(
            request.secure() ? "https" : "http",
            request.host(),
            request.remoteAddress(),
            request.headers().first("User-Agent"),
            request.headers().first("Referer"),
            List.of(),
            null);
    return new Call(
        Lambda.Invoke.model(),
        Protocol.REST_JSON_1,
        caller,
        region,
        origin.tracing(request.headers().first("X-Amzn-Trace-Id")),
        requestId,
        lambda.now());
  }

  /** A caller needs the permission for the URL and that for the function behind it. */
  private boolean mayInvoke(Call call, UrlRow url) {
    String arn = url.ref().arn();
    ConditionKeys keys =
        ConditionKeys.builder()
            .put("lambda:FunctionUrlAuthType", url.authType())
            .put("lambda:InvokedViaFunctionUrl", "true")
            .build();
    return may(call, "lambda:InvokeFunctionUrl", arn, keys)
        && may(call, "lambda:InvokeFunction", arn, keys);
  }

  private boolean may(Call call, String action, String arn, ConditionKeys keys) {
    return lambda.world().access().authorize(call, action, arn, keys).denial() == null;
  }

  private static Invoker.Request request(Bytes event, Call call, PipedResponse sink) {
    return new Invoker.Request(
        call.requestId(), event, null, call.origin().traceHeader(), null, sink);
  }

  private HttpResponse buffered(Target target, Bytes event, Call call) {
    Invoker.Done done = invoker.run(target, request(event, call, null));
    return done.outcome().error() == null
        ? UrlResponses.of(done.outcome().payload())
        : UrlResponses.badGateway();
  }

  private HttpResponse streamed(Target target, Bytes event, Call call) throws IOException {
    Slots.Slot slot = invoker.admit(target);
    PipedResponse piped = new PipedResponse();
    lambda
        .world()
        .clock()
        .start(
            "invocation of " + target.ref().name(),
            () ->
                piped.run(() -> invoker.run(target, request(event, call, piped), slot).outcome()));
    String contentType = piped.awaitBegin();
    if (piped.outcome() != null && piped.outcome().error() != null && contentType == null) {
      return UrlResponses.badGateway();
    }
    StreamedBody body = new StreamedBody(piped);
    Headers headers = new Headers();
    int status = 200;
    if (contentType != null && contentType.startsWith(WITH_PRELUDE)) {
      Map<?, ?> prelude = body.prelude();
      if (prelude == null) {
        return UrlResponses.badGateway();
      }
      status = prelude.containsKey("statusCode") ? UrlResponses.fields(prelude, headers) : 200;
      if (status < 0) {
        return UrlResponses.badGateway();
      }
    } else if (contentType != null) {
      headers.set("Content-Type", contentType);
    }
    if (headers.first("Content-Type") == null) {
      headers.set("Content-Type", "application/octet-stream");
    }
    return new HttpResponse(status, headers, Body.of(body, -1));
  }
}
