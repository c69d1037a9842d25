package io.nephele.core.trail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecord;
import io.nephele.core.call.Origin;
import io.nephele.core.call.RequestSignature;
import io.nephele.core.trail.RecordedOperation.Kind;
import io.nephele.core.trail.TrailEvent.Resource;
import io.nephele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** Writes calls in the format of CloudTrail's events, version 1.11. */
final class EventWriter {
  private static final int USUAL_SIZE = 1536;

  /** Services whose events of management name the resources that they are about. */
  private static final Set<String> NAMING_RESOURCES = Set.of("kms", "sts", "s3");

  private final JsonFactory factory =
      JsonFactory.builder()
          // Virtual threads come and go: buffers are kept by the factory, not by threads.
          .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
          .build();

  private final ParametersJson parameters = new ParametersJson();

  /**
   * An event of a call.
   *
   * @param recipient the account whose record it is
   * @param region the region that it belongs to
   * @param shared whether another account has a record of the call as well
   */
  TrailEvent event(
      CallRecord record,
      RecordedOperation operation,
      List<Resource> resources,
      String recipient,
      String region,
      boolean shared) {
    Call call = record.call();
    long time = call.time().toEpochMilli();
    String id = EventIds.of(call.requestId(), recipient);
    ByteArrayOutputStream text = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("eventVersion", "1.11");
      UserIdentityJson.write(json, record, recipient);
      json.writeStringField("eventTime", EventTimes.iso(time));
      json.writeStringField("eventSource", call.operation().service().cloudTrailEventSource());
      json.writeStringField("eventName", operation.eventName());
      json.writeStringField("awsRegion", region);
      origin(json, call.origin());
      if (record.error() != null) {
        json.writeStringField("errorCode", record.error().code());
        if (record.error().getMessage() != null) {
          json.writeStringField("errorMessage", record.error().getMessage());
        }
      }
      parameters(json, record, operation);
      additional(json, call);
      json.writeStringField("requestID", call.requestId());
      json.writeStringField("eventID", id);
      json.writeBooleanField("readOnly", operation.readOnly());
      resources(json, call, operation, resources, recipient);
      json.writeStringField("eventType", "AwsApiCall");
      json.writeBooleanField("managementEvent", operation.kind() == Kind.MANAGEMENT);
      json.writeStringField("recipientAccountId", recipient);
      if (shared) {
        json.writeStringField("sharedEventID", EventIds.of(call.requestId(), "shared"));
      }
      boolean management = operation.kind() == Kind.MANAGEMENT;
      json.writeStringField("eventCategory", management ? "Management" : "Data");
      if (call.origin().host() != null && call.origin().calledVia().isEmpty()) {
        json.writeObjectFieldStart("tlsDetails");
        json.writeStringField("clientProvidedHostHeader", call.origin().host());
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TrailEvent(
        id,
        time,
        operation.eventName(),
        call.operation().service().cloudTrailEventSource(),
        operation.readOnly(),
        recipient.equals(call.accountId()) ? UserIdentityJson.username(record) : null,
        call.principal().accessKeyId(),
        resources,
        Bytes.of(text.toByteArray()));
  }

  private static void origin(JsonGenerator json, Origin origin) throws IOException {
    boolean direct = origin.calledVia().isEmpty();
    String via = direct ? null : origin.calledVia().getLast();
    json.writeStringField("sourceIPAddress", direct ? origin.sourceAddress() : via);
    if (!direct || origin.userAgent() != null) {
      json.writeStringField("userAgent", direct ? origin.userAgent() : via);
    }
  }

  private void parameters(JsonGenerator json, CallRecord record, RecordedOperation operation)
      throws IOException {
    json.writeFieldName("requestParameters");
    String host = record.call().origin().host();
    parameters.write(json, record.request(), operation.members(), host);
    json.writeFieldName("responseElements");
    if (record.result() != null && operation.showsResult()) {
      parameters.write(json, record.result(), null, null);
    } else {
      json.writeNull();
    }
  }

  private static void additional(JsonGenerator json, Call call) throws IOException {
    RequestSignature signature = call.origin().signature();
    if (signature == null || !call.operation().service().name().equals("s3")) {
      return;
    }
    json.writeObjectFieldStart("additionalEventData");
    json.writeStringField("SignatureVersion", "SigV4");
    boolean inUrl = signature.place() == RequestSignature.Place.URL;
    json.writeStringField("AuthenticationMethod", inUrl ? "QueryString" : "AuthHeader");
    json.writeEndObject();
  }

  private static void resources(
      JsonGenerator json,
      Call call,
      RecordedOperation operation,
      List<Resource> resources,
      String recipient)
      throws IOException {
    boolean data = operation.kind() == Kind.DATA;
    if (resources.isEmpty()
        || !data && !NAMING_RESOURCES.contains(call.operation().service().name())) {
      return;
    }
    json.writeArrayFieldStart("resources");
    for (Resource resource : resources) {
      String account = EventResources.account(resource.arn());
      json.writeStartObject();
      if (!resource.type().equals("AWS::S3::Object")) {
        json.writeStringField("accountId", account == null ? recipient : account);
      }
      json.writeStringField("type", resource.type());
      json.writeStringField("ARN", resource.arn());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
