package io.nephele.services.xray.otlp;

import com.google.protobuf.ByteString;
import io.nephele.core.json.JsonText;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Reads exports in OTLP's JSON, which is protobuf's but for ids, which are hexadecimal. What it
 * does not know it leaves out, as the protocol asks for.
 */
final class JsonExports {
  private static final int DEEPEST = 16;

  private JsonExports() {}

  /**
   * @throws IllegalArgumentException if the body is no export
   */
  static ExportTraceServiceRequest read(byte[] body) {
    if (!(JsonText.parse(new String(body, StandardCharsets.UTF_8)) instanceof Map<?, ?> json)) {
      throw new IllegalArgumentException("no JSON object");
    }
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (Map<?, ?> each : objects(json.get("resourceSpans"))) {
      ResourceSpans.Builder spans = ResourceSpans.newBuilder();
      if (each.get("resource") instanceof Map<?, ?> resource) {
        spans.setResource(
            Resource.newBuilder().addAllAttributes(attributes(resource.get("attributes"), 0)));
      }
      for (Map<?, ?> scope : objects(each.get("scopeSpans"))) {
        ScopeSpans.Builder some = ScopeSpans.newBuilder();
        objects(scope.get("spans")).forEach(span -> some.addSpans(span(span)));
        spans.addScopeSpans(some);
      }
      request.addResourceSpans(spans);
    }
    return request.build();
  }

  private static List<Map<?, ?>> objects(Object list) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (list instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }

  private static Span span(Map<?, ?> json) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(json.get("traceId")))
            .setSpanId(id(json.get("spanId")))
            .setParentSpanId(id(json.get("parentSpanId")))
            .setName(text(json.get("name")))
            .setKind(kind(json.get("kind")))
            .setStartTimeUnixNano(number(json.get("startTimeUnixNano")))
            .setEndTimeUnixNano(number(json.get("endTimeUnixNano")))
            .addAllAttributes(attributes(json.get("attributes"), 0));
    for (Map<?, ?> event : objects(json.get("events"))) {
      span.addEvents(
          Span.Event.newBuilder()
              .setName(text(event.get("name")))
              .setTimeUnixNano(number(event.get("timeUnixNano")))
              .addAllAttributes(attributes(event.get("attributes"), 0)));
    }
    for (Map<?, ?> link : objects(json.get("links"))) {
      span.addLinks(
          Span.Link.newBuilder()
              .setTraceId(id(link.get("traceId")))
              .setSpanId(id(link.get("spanId"))));
    }
    if (json.get("status") instanceof Map<?, ?> status) {
      span.setStatus(
          Status.newBuilder()
              .setMessage(text(status.get("message")))
              .setCode(code(status.get("code"))));
    }
    return span.build();
  }

  private static Span.SpanKind kind(Object given) {
    Span.SpanKind kind = null;
    if (given instanceof Number number) {
      kind = Span.SpanKind.forNumber(number.intValue());
    } else if (given instanceof String name) {
      for (Span.SpanKind each : Span.SpanKind.values()) {
        kind = each.name().equals(name) ? each : kind;
      }
    }
    return kind == null ? Span.SpanKind.SPAN_KIND_UNSPECIFIED : kind;
  }

  private static Status.StatusCode code(Object given) {
    boolean failed =
        given instanceof Number number
            ? number.intValue() == Status.StatusCode.STATUS_CODE_ERROR_VALUE
            : Status.StatusCode.STATUS_CODE_ERROR.name().equals(given);
    return failed ? Status.StatusCode.STATUS_CODE_ERROR : Status.StatusCode.STATUS_CODE_UNSET;
  }

  private static ByteString id(Object given) {
    return given instanceof String text && !text.isEmpty()
        ? ByteString.copyFrom(HexFormat.of().parseHex(text))
        : ByteString.EMPTY;
  }

  private static String text(Object given) {
    return given instanceof String text ? text : "";
  }

  /** A whole number, which JSON may have as a text. */
  private static long number(Object given) {
    return switch (given) {
      case null -> 0;
      case Long whole -> whole;
      case Integer whole -> whole;
      case Number other -> (long) other.doubleValue();
      case String text when !text.isEmpty() -> Long.parseLong(text);
      default -> 0;
    };
  }

  private static List<KeyValue> attributes(Object list, int depth) {
    List<KeyValue> attributes = new ArrayList<>();
    for (Map<?, ?> each : objects(list)) {
      if (each.get("key") instanceof String key && each.get("value") instanceof Map<?, ?> value) {
        attributes.add(KeyValue.newBuilder().setKey(key).setValue(value(value, depth)).build());
      }
    }
    return attributes;
  }

  private static AnyValue value(Map<?, ?> json, int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    if (depth > DEEPEST) {
      return value.build();
    }
    if (json.get("stringValue") instanceof String text) {
      value.setStringValue(text);
    } else if (json.get("boolValue") instanceof Boolean flag) {
      value.setBoolValue(flag);
    } else if (json.get("intValue") != null) {
      value.setIntValue(number(json.get("intValue")));
    } else if (json.get("doubleValue") != null) {
      value.setDoubleValue(Double.parseDouble(json.get("doubleValue").toString()));
    } else if (json.get("bytesValue") instanceof String bytes) {
      value.setBytesValue(ByteString.copyFrom(Base64.getDecoder().decode(bytes)));
    } else if (json.get("arrayValue") instanceof Map<?, ?> array) {
      ArrayValue.Builder values = ArrayValue.newBuilder();
      objects(array.get("values")).forEach(each -> values.addValues(value(each, depth + 1)));
      value.setArrayValue(values);
    } else if (json.get("kvlistValue") instanceof Map<?, ?> list) {
      value.setKvlistValue(
          KeyValueList.newBuilder().addAllValues(attributes(list.get("values"), depth + 1)));
    }
    return value.build();
  }
}
