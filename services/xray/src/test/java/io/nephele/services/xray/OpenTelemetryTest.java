package io.nephele.services.xray;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.xray.XRayClient;

/** Traces that come by OTLP are traces like all others. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class OpenTelemetryTest {
  private static final String SERVER = "00000000000000a1";
  private static final String CLIENT = "00000000000000a2";

  @Inject XRayClient xray;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  private Span.Builder span(String id, Span.SpanKind kind) {
    return Span.newBuilder()
        .setTraceId(hex(traceHex()))
        .setSpanId(hex(id))
        .setKind(kind)
        .setStartTimeUnixNano(clock.millis() * 1_000_000)
        .setEndTimeUnixNano(clock.millis() * 1_000_000 + 250_000_000);
  }

  private String traceHex() {
    return "%08x0123456789abcdef01234567".formatted(clock.millis() / 1000);
  }

  private static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue attribute(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }

  private byte[] export() {
    KeyValue annotations =
        KeyValue.newBuilder()
            .setKey("aws.xray.annotations")
            .setValue(
                AnyValue.newBuilder()
                    .setArrayValue(
                        ArrayValue.newBuilder()
                            .addValues(AnyValue.newBuilder().setStringValue("shop.customer"))))
            .build();
    Span server =
        span(SERVER, Span.SpanKind.SPAN_KIND_SERVER)
            .setName("GET /orders")
            .addAttributes(attribute("http.request.method", "GET"))
            .addAttributes(attribute("url.full", "https://shop.example.com/orders"))
            .addAttributes(attribute("http.response.status_code", 502))
            .addAttributes(attribute("shop.customer", "c-17"))
            .addAttributes(annotations)
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
            .build();
    Span client =
        span(CLIENT, Span.SpanKind.SPAN_KIND_CLIENT)
            .setName("DynamoDB.GetItem")
            .setParentSpanId(hex(SERVER))
            .addAttributes(attribute("rpc.system", "aws-api"))
            .addAttributes(attribute("rpc.service", "DynamoDB"))
            .addAttributes(attribute("rpc.method", "GetItem"))
            .addEvents(
                Span.Event.newBuilder()
                    .setName("exception")
                    .addAttributes(attribute("exception.type", "Timeout"))
                    .addAttributes(attribute("exception.message", "too slow")))
            .build();
    Span wrong = span("00000000000000a3", Span.SpanKind.SPAN_KIND_INTERNAL).clearSpanId().build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(attribute("service.name", "shop"))
                        .addAttributes(attribute("cloud.platform", "aws_ecs")))
                .addScopeSpans(
                    ScopeSpans.newBuilder().addSpans(server).addSpans(client).addSpans(wrong)))
        .build()
        .toByteArray();
  }

  private HttpResponse<byte[]> post(byte[] body, String type, String encoding) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/v1/traces"))
            .header("Content-Type", type)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/xray/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (encoding != null) {
      request.header("Content-Encoding", encoding);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void spansBecomeSegments() throws Exception {
    HttpResponse<byte[]> answer = post(export(), "application/x-protobuf", null);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(
            ExportTraceServiceResponse.parseFrom(answer.body())
                .getPartialSuccess()
                .getRejectedSpans())
        .isEqualTo(1);
    String id = "1-" + traceHex().substring(0, 8) + "-" + traceHex().substring(8);
    Map<?, ?> shop =
        xray.batchGetTraces(r -> r.traceIds(id)).traces().getFirst().segments().stream()
            .map(each -> (Map<?, ?>) JsonText.parse(each.document()))
            .filter(each -> "shop".equals(each.get("name")))
            .findFirst()
            .orElseThrow();
    assertThat(shop.get("id")).isEqualTo(SERVER);
    assertThat(shop.get("origin")).isEqualTo("AWS::ECS::Container");
    assertThat(shop.get("fault")).isEqualTo(true);
    Map<?, ?> http = (Map<?, ?>) shop.get("http");
    assertThat(((Map<?, ?>) http.get("request")).get("url"))
        .isEqualTo("https://shop.example.com/orders");
    assertThat(((Map<?, ?>) http.get("response")).get("status").toString()).isEqualTo("502");
    Map<?, ?> call = (Map<?, ?>) ((List<?>) shop.get("subsegments")).getFirst();
    assertThat(call.get("name")).isEqualTo("DynamoDB");
    assertThat(call.get("namespace")).isEqualTo("aws");
    assertThat(((Map<?, ?>) call.get("aws")).get("operation")).isEqualTo("GetItem");
    assertThat(call.get("cause").toString()).contains("Timeout", "too slow");
    assertThat(
            xray.getTraceSummaries(
                    r ->
                        r.startTime(clock.now().minusSeconds(60))
                            .endTime(clock.now().plusSeconds(60))
                            .filterExpression("annotation.shop_customer = \"c-17\""))
                .traceSummaries())
        .singleElement()
        .satisfies(summary -> assertThat(summary.hasFault()).isTrue());
  }

  @Test
  void spansMayBeInJson() throws Exception {
    String json =
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":
        {"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"web"},"spans":[
        {"traceId":"%s","spanId":"%s","name":"GET /","kind":2,"startTimeUnixNano":"%d000000",
        "endTimeUnixNano":"%d000000","attributes":[{"key":"http.response.status_code","value":
        {"intValue":"404"}},{"key":"tags","value":{"arrayValue":{"values":[{"boolValue":true},
        {"doubleValue":0.5}]}}}],"status":{}},{"traceId":"00"}]}]}]}\
        """
            .formatted(traceHex(), SERVER, clock.millis(), clock.millis() + 1);
    HttpResponse<byte[]> answer =
        post(json.getBytes(StandardCharsets.UTF_8), "application/json", null);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("\"rejectedSpans\":\"1\"");
    String id = "1-" + traceHex().substring(0, 8) + "-" + traceHex().substring(8);
    Map<?, ?> shop =
        (Map<?, ?>)
            JsonText.parse(
                xray.batchGetTraces(r -> r.traceIds(id))
                    .traces()
                    .getFirst()
                    .segments()
                    .getFirst()
                    .document());
    assertThat(shop.get("name")).isEqualTo("shop");
    assertThat(shop.get("error")).isEqualTo(true);
    assertThat(shop.get("metadata").toString()).contains("tags=[true, 0.5]");
  }

  @Test
  void packedExportsAreUnpackedAndWrongOnesRefused() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(export());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    assertThat(post(packed.toByteArray(), "application/x-protobuf", "gzip").statusCode())
        .isEqualTo(200);
    assertThat(post(export(), "application/x-protobuf", "gzip").statusCode()).isEqualTo(400);
    assertThat(post(new byte[] {9, 9, 9}, "application/x-protobuf", null).statusCode())
        .isEqualTo(400);
    for (String wrong :
        List.of(
            "no",
            "[]",
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"x\"}]}]}]}")) {
      assertThat(
              post(wrong.getBytes(StandardCharsets.UTF_8), "application/json", null).statusCode())
          .isEqualTo(400);
    }
    assertThat(post(new byte[6 * 1024 * 1024], "application/x-protobuf", null).statusCode())
        .isEqualTo(413);
  }
}
