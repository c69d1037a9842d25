package io.nephele.services.xray.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.nephele.api.xray.PutTraceSegmentsRequest;
import io.nephele.api.xray.Xray;
import io.nephele.core.World;
import io.nephele.core.access.AuthenticatedRequest;
import io.nephele.core.call.Origin;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.web.WebHandler;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Protocol;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.sign.SignatureTarget;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Takes the traces that OpenTelemetry's exporters send: OTLP over HTTP, in protobuf. */
public final class TraceExports implements WebHandler {
  /** Where exporters send traces. */
  public static final String PATH = "/v1/traces";

  /** The content type of exports that are taken. */
  public static final String PROTOBUF = "application/x-protobuf";

  /** The content type of exports that are refused. */
  public static final String JSON = "application/json";

  private static final int MOST_BYTES = 5 * 1024 * 1024;
  private static final int MOST_SPANS = 10_000;
  private static final int AT_ONCE = 50;

  /** Numbers of gRPC's codes and of its status's fields. */
  private static final int INVALID_ARGUMENT = 3;

  private static final int PERMISSION_DENIED = 7;
  private static final int INTERNAL = 13;
  private static final int CODE = 1;
  private static final int MESSAGE = 2;

  private final World world;

  /** The exports to a world. */
  public TraceExports(World world) {
    this.world = world;
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    HttpResponse response;
    try {
      response = export(request);
    } catch (AwsException e) {
      response = failure(e.status(), e.getMessage() == null ? e.code() : e.getMessage());
    } catch (InvalidProtocolBufferException e) {
      response = failure(400, "The body is no ExportTraceServiceRequest.");
    } catch (IOException e) {
      response = failure(400, "The body cannot be read: " + e.getMessage());
    }
    response.headers().set("x-amzn-RequestId", requestId);
    return response;
  }

  private HttpResponse export(HttpRequest request) throws IOException {
    if (!request.headers().first("Content-Type").startsWith(PROTOBUF)) {
      return failure(415, "Nephele takes traces in " + PROTOBUF + " only.");
    }
    Region region = region(request);
    AuthenticatedRequest caller =
        world
            .access()
            .authenticate(
                request,
                SignatureTarget.of(Protocol.REST_JSON_1, "xray", region.name()),
                region.partition());
    byte[] body = read(caller.verified().request());
    if (body == null) {
      return failure(413, "A request may have at most " + MOST_BYTES + " bytes.");
    }
    List<String> documents = new ArrayList<>();
    int spans = 0;
    for (ResourceSpans resource :
        ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      SpanSegments segments =
          new SpanSegments(new SpanAttributes(resource.getResource().getAttributesList()));
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          String document = segments.document(span);
          spans++;
          if (document != null) {
            documents.add(document);
          }
        }
      }
    }
    if (spans > MOST_SPANS) {
      return failure(400, "A request may have at most " + MOST_SPANS + " spans.");
    }
    return success(spans - put(documents, caller, region, origin(request)));
  }

  private static Origin origin(HttpRequest request) {
    return new Origin(
        request.secure() ? "https" : "http",
        request.host(),
        request.remoteAddress(),
        request.headers().first("User-Agent"),
        request.headers().first("Referer"),
        List.of(),
        null);
  }

  /** Puts documents as anybody does; returns how many were taken. */
  private int put(
      List<String> documents, AuthenticatedRequest caller, Region region, Origin origin) {
    int taken = 0;
    for (int from = 0; from < documents.size(); from += AT_ONCE) {
      List<String> some = documents.subList(from, Math.min(documents.size(), from + AT_ONCE));
      int refused =
          world
              .call(
                  Xray.PutTraceSegments,
                  new PutTraceSegmentsRequest().traceSegmentDocuments(some),
                  caller.principal(),
                  region,
                  origin)
              .unprocessedTraceSegments()
              .size();
      taken += some.size() - refused;
    }
    return taken;
  }

  /** The region that the request was signed for, that its host names, or the usual one. */
  private Region region(HttpRequest request) {
    String signature = request.headers().first("Authorization");
    int at = signature == null ? -1 : signature.indexOf("Credential=");
    if (at >= 0) {
      String[] scope = signature.substring(at).split("/", 5);
      Region region = scope.length < 5 ? null : Regions.find(scope[2]);
      if (region != null) {
        return region;
      }
    }
    String[] host = request.host() == null ? new String[0] : request.host().split("\\.", 3);
    Region region = host.length == 3 && host[0].equals("xray") ? Regions.find(host[1]) : null;
    return region == null ? world.settings().region() : region;
  }

  /** The body, unpacked; null if it is too large. */
  private static byte[] read(HttpRequest request) throws IOException {
    boolean packed = "gzip".equals(request.headers().first("Content-Encoding"));
    try (InputStream in = request.body().open();
        InputStream plain = packed ? new GZIPInputStream(in) : in) {
      byte[] bytes = plain.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES ? null : bytes;
    }
  }

  private static HttpResponse success(int rejected) {
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    if (rejected > 0) {
      response.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(rejected)
              .setErrorMessage("Some spans are no segments that X-Ray takes."));
    }
    return response(200, response.build().toByteArray());
  }

  /** gRPC's status, as OTLP answers errors. */
  private static HttpResponse failure(int status, String message) {
    int code = status == 403 ? PERMISSION_DENIED : status < 500 ? INVALID_ARGUMENT : INTERNAL;
    UnknownFieldSet fields =
        UnknownFieldSet.newBuilder()
            .addField(CODE, UnknownFieldSet.Field.newBuilder().addVarint(code).build())
            .addField(
                MESSAGE,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8(message))
                    .build())
            .build();
    return response(status, fields.toByteArray());
  }

  private static HttpResponse response(int status, byte[] body) {
    Headers headers = new Headers();
    headers.set("Content-Type", PROTOBUF);
    return new HttpResponse(status, headers, Body.of(Bytes.of(body)));
  }
}
