package io.nephele.services.xray.otlp;

import com.google.protobuf.ByteString;
import io.nephele.core.json.JsonText;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes documents of X-Ray of spans: segments of those that serve or begin, subsegments of all
 * others, with what OpenTelemetry's semantic conventions tell in X-Ray's fields.
 */
final class SpanSegments {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;
  private static final int LONGEST_NAME = 200;
  private static final String OTHER_CHARACTERS = "_.:/%&#=+\\-@";

  /** The attribute that says which attributes are annotations. */
  private static final String ANNOTATIONS = "aws.xray.annotations";

  private final SpanAttributes resource;

  SpanSegments(SpanAttributes resource) {
    this.resource = resource;
  }

  /** The document of a span; null if its ids are none. */
  String document(Span span) {
    if (span.getTraceId().size() != TRACE_BYTES || span.getSpanId().size() != SPAN_BYTES) {
      return null;
    }
    SpanAttributes attributes = new SpanAttributes(span.getAttributesList());
    boolean parented = span.getParentSpanId().size() == SPAN_BYTES;
    boolean serves =
        span.getKind() == Span.SpanKind.SPAN_KIND_SERVER
            || span.getKind() == Span.SpanKind.SPAN_KIND_CONSUMER;
    boolean segment = serves || !parented;
    boolean calls =
        span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT
            || span.getKind() == Span.SpanKind.SPAN_KIND_PRODUCER;
    boolean aws = calls && ("aws-api".equals(attributes.text("rpc.system")));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("trace_id", traceId(span.getTraceId()));
    document.put("id", hex(span.getSpanId()));
    if (parented) {
      document.put("parent_id", hex(span.getParentSpanId()));
    }
    document.put("name", name(segment ? service(span) : remote(span, attributes, calls, aws)));
    document.put("start_time", seconds(span.getStartTimeUnixNano()));
    document.put("end_time", seconds(span.getEndTimeUnixNano()));
    if (segment) {
      addOrigin(document);
    } else {
      document.put("type", "subsegment");
      if (calls) {
        document.put("namespace", aws ? "aws" : "remote");
      }
    }
    addHttp(document, attributes);
    addOutcome(document, span, attributes);
    addAws(document, attributes);
    addSql(document, attributes);
    addLinks(document, span);
    addOwn(document, span, attributes, segment);
    return JsonText.write(document);
  }

  /** X-Ray's form of a trace id: the first half of an OpenTelemetry id begins with a time. */
  private static String traceId(ByteString id) {
    String hex = hex(id);
    return "1-" + hex.substring(0, 8) + "-" + hex.substring(8);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static BigDecimal seconds(long nanos) {
    return new BigDecimal(Long.toUnsignedString(nanos)).movePointLeft(9);
  }

  private String service(Span span) {
    String service = resource.text("service.name");
    return service == null ? span.getName() : service;
  }

  private static String remote(Span span, SpanAttributes attributes, boolean calls, boolean aws) {
    String name = null;
    if (aws) {
      name = attributes.text("rpc.service", "aws.service");
    } else if (calls) {
      name =
          attributes.text(
              "peer.service",
              "aws.remote.service",
              "db.name",
              "db.namespace",
              "db.system",
              "db.system.name",
              "rpc.service",
              "server.address",
              "net.peer.name",
              "http.host");
    }
    return name == null ? span.getName() : name;
  }

  /** A name without what X-Ray's may not have. */
  private static String name(String given) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < given.length() && name.length() < LONGEST_NAME; i++) {
      char c = given.charAt(i);
      boolean fits =
          Character.isLetterOrDigit(c)
              || Character.isSpaceChar(c)
              || OTHER_CHARACTERS.indexOf(c) >= 0;
      name.append(fits ? c : '_');
    }
    return name.isEmpty() ? "span" : name.toString();
  }

  private void addOrigin(Map<String, Object> document) {
    String platform = resource.text("cloud.platform");
    String origin =
        switch (platform == null ? "" : platform) {
          case "aws_ec2" -> "AWS::EC2::Instance";
          case "aws_ecs" -> "AWS::ECS::Container";
          case "aws_eks" -> "AWS::EKS::Container";
          case "aws_lambda" -> "AWS::Lambda::Function";
          case "aws_elastic_beanstalk" -> "AWS::ElasticBeanstalk::Environment";
          case "aws_app_runner" -> "AWS::AppRunner::Service";
          default -> null;
        };
    put(document, "origin", origin);
    String version = resource.text("service.version");
    if (version != null) {
      document.put("service", Map.of("version", version));
    }
  }

  private static void addHttp(Map<String, Object> document, SpanAttributes attributes) {
    Map<String, Object> request = new LinkedHashMap<>();
    put(request, "method", attributes.text("http.request.method", "http.method"));
    put(request, "url", attributes.text("url.full", "http.url", "url.path", "http.target"));
    put(request, "user_agent", attributes.text("user_agent.original", "http.user_agent"));
    put(request, "client_ip", attributes.text("client.address", "http.client_ip"));
    Map<String, Object> response = new LinkedHashMap<>();
    put(response, "status", status(attributes));
    put(
        response,
        "content_length",
        attributes.number("http.response.body.size", "http.response_content_length"));
    Map<String, Object> http = new LinkedHashMap<>();
    put(http, "request", request.isEmpty() ? null : request);
    put(http, "response", response.isEmpty() ? null : response);
    put(document, "http", http.isEmpty() ? null : http);
  }

  private static Long status(SpanAttributes attributes) {
    return attributes.number("http.response.status_code", "http.status_code");
  }

  private static void addOutcome(
      Map<String, Object> document, Span span, SpanAttributes attributes) {
    Long status = status(attributes);
    boolean failed = span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
    if (status != null && status >= 400 && status < 500) {
      document.put("error", true);
      if (status == 429) {
        document.put("throttle", true);
      }
    } else if (failed || status != null && status >= 500) {
      document.put("fault", true);
    }
    List<Object> exceptions = new ArrayList<>();
    for (Span.Event event : span.getEventsList()) {
      if (event.getName().equals("exception")) {
        SpanAttributes told = new SpanAttributes(event.getAttributesList());
        Map<String, Object> exception = new LinkedHashMap<>();
        // An id that is the same whenever the span is sent again.
        exception.put("id", "%016x".formatted(event.getTimeUnixNano() + exceptions.size()));
        put(exception, "type", told.text("exception.type"));
        put(exception, "message", told.text("exception.message"));
        exceptions.add(exception);
      }
    }
    if (exceptions.isEmpty() && failed && !span.getStatus().getMessage().isEmpty()) {
      Map<String, Object> exception = new LinkedHashMap<>();
      exception.put("id", "%016x".formatted(span.getEndTimeUnixNano()));
      exception.put("message", span.getStatus().getMessage());
      exceptions.add(exception);
    }
    if (!exceptions.isEmpty()) {
      document.put("cause", Map.of("exceptions", exceptions));
    }
  }

  private void addAws(Map<String, Object> document, SpanAttributes attributes) {
    Map<String, Object> aws = new LinkedHashMap<>();
    if ("aws-api".equals(attributes.text("rpc.system"))) {
      put(aws, "operation", attributes.text("rpc.method", "aws.operation"));
    }
    put(aws, "region", attributes.text("aws.region", "cloud.region"));
    put(aws, "request_id", attributes.text("aws.request_id", "aws.requestId"));
    put(aws, "queue_url", attributes.text("aws.queue_url", "aws.queue.url", "aws.sqs.queue.url"));
    put(
        aws,
        "table_name",
        attributes.text("aws.table_name", "aws.table.name", "aws.dynamodb.table_names"));
    put(aws, "account_id", resource.text("cloud.account.id"));
    put(document, "aws", aws.isEmpty() ? null : aws);
  }

  private static void addSql(Map<String, Object> document, SpanAttributes attributes) {
    String system = attributes.text("db.system.name", "db.system");
    if (system == null || system.equals("dynamodb") || system.equals("aws.dynamodb")) {
      return;
    }
    Map<String, Object> sql = new LinkedHashMap<>();
    sql.put("database_type", system);
    put(sql, "sanitized_query", attributes.text("db.query.text", "db.statement"));
    put(sql, "url", attributes.text("db.connection_string"));
    put(sql, "user", attributes.text("db.user"));
    document.put("sql", sql);
  }

  private static void addLinks(Map<String, Object> document, Span span) {
    List<Object> links = new ArrayList<>();
    for (Span.Link link : span.getLinksList()) {
      if (link.getTraceId().size() == TRACE_BYTES && link.getSpanId().size() == SPAN_BYTES) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("trace_id", traceId(link.getTraceId()));
        each.put("id", hex(link.getSpanId()));
        links.add(each);
      }
    }
    put(document, "links", links.isEmpty() ? null : links);
  }

  /** Annotations, the user, and all attributes as metadata. */
  private void addOwn(
      Map<String, Object> document, Span span, SpanAttributes attributes, boolean segment) {
    put(document, "user", attributes.text("enduser.id", "user.id"));
    Map<String, Object> annotations = new LinkedHashMap<>();
    if (attributes.all().get(ANNOTATIONS) instanceof List<?> names) {
      for (Object name : names) {
        Object value = attributes.all().get(name);
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
          annotations.put(key(name.toString()), value);
        }
      }
    }
    put(document, "annotations", annotations.isEmpty() ? null : annotations);
    Map<String, Object> metadata = new LinkedHashMap<>(attributes.all());
    metadata.remove(ANNOTATIONS);
    metadata.put("span.name", span.getName());
    if (segment) {
      resource.all().forEach((name, value) -> metadata.put("otel.resource." + name, value));
    }
    document.put("metadata", Map.of("default", metadata));
  }

  /** A name that annotations may have: letters, digits and underscores. */
  private static String key(String name) {
    StringBuilder key = new StringBuilder();
    for (char c : name.toCharArray()) {
      key.append(c < 128 && Character.isLetterOrDigit(c) ? c : '_');
    }
    return key.toString();
  }

  private static void put(Map<String, Object> to, String name, Object value) {
    if (value != null) {
      to.put(name, value);
    }
  }
}
