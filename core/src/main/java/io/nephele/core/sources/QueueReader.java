package io.nephele.core.sources;

import io.nephele.api.sqs.DeleteMessageBatchRequest;
import io.nephele.api.sqs.DeleteMessageBatchRequestEntry;
import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.targets.Targets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Receives messages of queues and deletes those that were done. */
public final class QueueReader {
  /** So many messages a call receives or deletes. */
  public static final int MOST_AT_ONCE = 10;

  private static final List<String> ALL = List.of("All");

  private final Targets targets;

  /** Reads by calls of that world. */
  public QueueReader(Targets targets) {
    this.targets = targets;
  }

  /** The messages that there are, or that come while it is waited for them. */
  public List<Message> receive(Arn queue, int most, int waitSeconds, Targets.Caller caller) {
    ReceiveMessageRequest request =
        new ReceiveMessageRequest()
            .queueUrl(url(queue))
            .maxNumberOfMessages(Math.min(most, MOST_AT_ONCE))
            .waitTimeSeconds(waitSeconds)
            .messageAttributeNames(ALL)
            .messageSystemAttributeNames(ALL);
    List<Message> messages = targets.call(Sqs.ReceiveMessage, request, queue, caller).messages();
    return messages == null ? List.of() : messages;
  }

  /** Deletes messages by their receipt handles. */
  public void delete(Arn queue, List<String> handles, Targets.Caller caller) {
    for (int from = 0; from < handles.size(); from += MOST_AT_ONCE) {
      List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
      for (String handle : handles.subList(from, Math.min(handles.size(), from + MOST_AT_ONCE))) {
        entries.add(
            new DeleteMessageBatchRequestEntry()
                .id(Integer.toString(entries.size()))
                .receiptHandle(handle));
      }
      targets.call(
          Sqs.DeleteMessageBatch,
          new DeleteMessageBatchRequest().queueUrl(url(queue)).entries(entries),
          queue,
          caller);
    }
  }

  private static String url(Arn queue) {
    return "https://sqs."
        + queue.region()
        + ".amazonaws.com/"
        + queue.account()
        + '/'
        + queue.resource();
  }

  /** A message as those who take events get it. */
  public static Map<String, Object> event(Message message, Arn queue) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("messageId", message.messageId());
    event.put("receiptHandle", message.receiptHandle());
    event.put("body", message.body());
    event.put("attributes", message.attributes() == null ? Map.of() : message.attributes());
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (message.messageAttributes() != null) {
      message.messageAttributes().forEach((name, value) -> attributes.put(name, attribute(value)));
    }
    event.put("messageAttributes", attributes);
    if (message.md5OfMessageAttributes() != null) {
      event.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
    }
    event.put("md5OfBody", message.md5OfBody());
    event.put("eventSource", "aws:sqs");
    event.put("eventSourceARN", queue.toString());
    event.put("awsRegion", queue.region());
    return event;
  }

  private static Map<String, Object> attribute(MessageAttributeValue value) {
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

  /** An event as filters see it: a body that is a JSON object is one. */
  public static Map<String, Object> seen(Map<String, Object> event) {
    Map<String, Object> seen = new LinkedHashMap<>(event);
    if (JsonText.parse((String) event.get("body")) instanceof Map<?, ?> body) {
      seen.put("body", body);
    }
    return seen;
  }
}
