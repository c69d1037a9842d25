package io.nephele.services.xray;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Segments of services that sent none, as the calls to them tell. */
final class InferredSegments {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private InferredSegments() {}

  /** The segment behind a subsegment that is a call to another service. */
  static Entity behind(Entity call, String traceId) {
    Map<String, Object> segment = new LinkedHashMap<>();
    segment.put("id", id(call.id()));
    segment.put("name", call.name());
    segment.put("start_time", call.fields().get("start_time"));
    if (!call.inProgress()) {
      segment.put("end_time", call.fields().get("end_time"));
    } else {
      segment.put("in_progress", true);
    }
    segment.put("trace_id", traceId);
    segment.put("parent_id", call.id());
    segment.put("inferred", true);
    for (String name : List.of("http", "aws", "sql", "error", "fault", "throttle")) {
      Object value = call.fields().get(name);
      if (value != null) {
        segment.put(name, value);
      }
    }
    if ("aws".equals(Fields.text(call.fields(), "namespace"))) {
      addResource(segment, call);
    } else {
      boolean database = call.fields().containsKey("sql");
      String kind = Fields.text(call.fields(), "sql", "database_type");
      segment.put("origin", !database ? "remote" : "Database::" + (kind == null ? "SQL" : kind));
    }
    return Entity.of(segment, false);
  }

  private static void addResource(Map<String, Object> segment, Entity call) {
    Object aws = call.fields().get("aws");
    String service = call.name();
    String resource = null;
    String kind = "";
    switch (service) {
      case "DynamoDB", "dynamodb" -> {
        resource = Fields.text(aws, "table_name");
        kind = "AWS::DynamoDB" + (resource == null ? "" : "::Table");
      }
      case "S3", "s3" -> {
        resource = Fields.text(aws, "bucket_name");
        kind = "AWS::S3" + (resource == null ? "" : "::Bucket");
      }
      case "SQS", "sqs" -> {
        resource = last(Fields.text(aws, "queue_url"), '/');
        kind = "AWS::SQS" + (resource == null ? "" : "::Queue");
      }
      case "SNS", "sns" -> {
        resource = last(Fields.text(aws, "topic_arn"), ':');
        kind = "AWS::SNS" + (resource == null ? "" : "::Topic");
      }
      case "Lambda", "lambda" -> {
        resource = Fields.text(aws, "function_name");
        kind = "AWS::Lambda";
      }
      default -> kind = "AWS::" + service;
    }
    if (resource != null) {
      Map<String, Object> named = new LinkedHashMap<>();
      Fields.object(aws).forEach((name, value) -> named.put((String) name, value));
      named.putIfAbsent("resource_names", List.of(resource));
      segment.put("aws", named);
    }
    segment.put("origin", kind);
  }

  private static String last(String path, char separator) {
    return path == null ? null : path.substring(path.lastIndexOf(separator) + 1);
  }

  /** An id of its own for the segment behind a call, always the same. */
  private static String id(String callId) {
    long mixed = (Long.parseUnsignedLong(callId, 16) ^ SPREAD) * SPREAD;
    String hex = Long.toHexString(mixed);
    return "0".repeat(16 - hex.length()) + hex;
  }
}
