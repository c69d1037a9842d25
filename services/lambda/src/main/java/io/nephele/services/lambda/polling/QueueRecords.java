package io.nephele.services.lambda.polling;

import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages of queues as functions get them. */
final class QueueRecords {
  private QueueRecords() {}

  /** The record of a message. */
  static Map<String, Object> of(Message message, Arn queue) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("messageId", message.messageId());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    record.put("attributes", message.attributes() == null ? Map.of() : message.attributes());
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (message.messageAttributes() != null) {
      message.messageAttributes().forEach((name, value) -> attributes.put(name, of(value)));
    }
    record.put("messageAttributes", attributes);
    if (message.md5OfMessageAttributes() != null) {
      record.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
    }
    record.put("md5OfBody", message.md5OfBody());
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", queue.toString());
    record.put("awsRegion", queue.region());
    return record;
  }

  private static Map<String, Object> of(MessageAttributeValue value) {
    Map<String, Object> attribute = new LinkedHashMap<>();
    if (value.stringValue() != null) {
      attribute.put("stringValue", value.stringValue());
    }
    if (value.binaryValue() != null) {
      attribute.put(
          "binaryValue", Base64.getEncoder().encodeToString(value.binaryValue().toArray()));
    }
    attribute.put("stringListValues", List.of());
    attribute.put("binaryListValues", List.of());
    attribute.put("dataType", value.dataType());
    return attribute;
  }

  /** A record as filters see it: a body that is a JSON object is one. */
  static Map<String, Object> forFilter(Map<String, Object> record) {
    Map<String, Object> seen = new LinkedHashMap<>(record);
    Object body = JsonText.parse((String) record.get("body"));
    if (body instanceof Map<?, ?>) {
      seen.put("body", body);
    }
    return seen;
  }
}
