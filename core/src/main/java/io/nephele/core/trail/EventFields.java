package io.nephele.core.trail;

import io.nephele.core.call.CallRecord;
import io.nephele.core.trail.RecordedOperation.Kind;
import io.nephele.core.trail.TrailEvent.Resource;
import java.util.List;
import java.util.function.UnaryOperator;

/** The fields of an event that selectors of trails compare. */
final class EventFields implements UnaryOperator<String> {
  private final CallRecord record;
  private final RecordedOperation operation;
  private final List<Resource> resources;

  EventFields(CallRecord record, RecordedOperation operation, List<Resource> resources) {
    this.record = record;
    this.operation = operation;
    this.resources = resources;
  }

  @Override
  public String apply(String field) {
    return switch (field) {
      case Selection.CATEGORY -> operation.kind() == Kind.MANAGEMENT ? "Management" : "Data";
      case "readOnly" -> operation.readOnly() ? "true" : "false";
      case "eventSource" -> record.call().operation().service().cloudTrailEventSource();
      case "eventName" -> operation.eventName();
      case "eventType" -> "AwsApiCall";
      case "resources.type" -> operation.resourceType();
      case "resources.ARN" -> resourceArn();
      case "userIdentity.arn" -> record.call().principal().arn();
      case "errorCode" -> record.error() == null ? null : record.error().code();
      case "sessionCredentialFromConsole" -> "false";
      default -> null;
    };
  }

  private String resourceArn() {
    if (resources.isEmpty()) {
      return null;
    }
    String arn = resources.getFirst().arn();
    // A call on a bucket's objects as a whole is about all whose names begin with nothing.
    boolean bucket = "AWS::S3::Object".equals(operation.resourceType()) && arn.indexOf('/') < 0;
    return bucket ? arn + "/" : arn;
  }
}
