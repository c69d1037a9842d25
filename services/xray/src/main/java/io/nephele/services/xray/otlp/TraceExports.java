package io.nephele.services.xray.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.nephele.api.xray.PutTraceSegmentsRequest;
import io.nephele.api.xray.Xray;
import io.nephele.core.World;
import io.nephele.core.access.AuthenticatedRequest;
import io.nephele.core.call.Origin;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.web.WebHandler;
import io.nephele.model.AwsException;
import io.nephele.model.Protocol;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.sign.SignatureTarget;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Takes the traces that OpenTelemetry's exporters send: OTLP over HTTP, in protobuf or JSON. */
public final class TraceExports implements WebHandler {
  /** Where exporters send traces. */
  public static final String PATH = "/v1/traces";

  /** The content type of exports in protobuf. */
  public static final String PROTOBUF = "application/x-protobuf";

  /** The content type of exports in JSON. */
  public static final String JSON = "application/json";

  private static final int MOST_BYTES = 5 * 1024 * 1024;
  private static final int MOST_SPANS = 10_000;
  private static final int AT_ONCE = 50;

  private final World world;

  /** The exports to a world. */
  public TraceExports(World world) {
    this.world = world;
  }

  @Override
  public HttpResponse handle(HttpRequest request, String requestId) {
    ExportAnswers answers =
        new ExportAnswers(request.headers().first("Content-Type").startsWith(JSON));
    HttpResponse response;
    try {
      response = export(request, answers);
    } catch (AwsException e) {
      response = answers.failure(e.status(), e.getMessage() == null ? e.code() : e.getMessage());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      response = answers.failure(400, "The body is no ExportTraceServiceRequest.");
    } catch (IOException e) {
      response = answers.failure(400, "The body cannot be read: " + e.getMessage());
    }
    response.headers().set("x-amzn-RequestId", requestId);
    return response;
  }

  private HttpResponse export(HttpRequest request, ExportAnswers answers) throws IOException {
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
      return answers.failure(413, "A request may have at most " + MOST_BYTES + " bytes.");
    }
    List<String> documents = new ArrayList<>();
    int spans = 0;
    ExportTraceServiceRequest exported =
        answers.json() ? JsonExports.read(body) : ExportTraceServiceRequest.parseFrom(body);
    for (ResourceSpans resource : exported.getResourceSpansList()) {
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
      return answers.failure(400, "A request may have at most " + MOST_SPANS + " spans.");
    }
    return answers.success(spans - put(documents, caller, region, origin(request)));
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
}
