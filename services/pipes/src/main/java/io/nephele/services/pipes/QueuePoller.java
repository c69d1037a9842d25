package io.nephele.services.pipes;

import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.api.pipes.PipeSourceSqsQueueParameters;
import io.nephele.api.sqs.DeleteMessageBatchRequest;
import io.nephele.api.sqs.DeleteMessageBatchRequestEntry;
import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.core.targets.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes messages from queues by long polls. What the target took is deleted; the rest comes back
 * when its visibility timeout has ended.
 */
final class QueuePoller {
  private static final int LONG_POLL_SECONDS = 20;
  private static final int MOST_AT_ONCE = 10;
  private static final int USUAL_BATCH = 10;

  private final PipesWorld pipes;
  private final Batches batches;

  QueuePoller(PipesWorld pipes, Batches batches) {
    this.pipes = pipes;
    this.batches = batches;
  }

  /** Brings one batch through the pipe; false if there was none. */
  boolean poll(PipeRow row) throws InterruptedException {
    CreatePipeRequest pipe = row.request();
    Arn queue = Arn.parse(pipe.source());
    Filters filters = Filters.of(pipe.sourceParameters());
    PipeSourceSqsQueueParameters parameters =
        pipe.sourceParameters() == null ? null : pipe.sourceParameters().sqsQueueParameters();
    int size =
        parameters == null || parameters.batchSize() == null ? USUAL_BATCH : parameters.batchSize();
    int window =
        parameters == null || parameters.maximumBatchingWindowInSeconds() == null
            ? 0
            : parameters.maximumBatchingWindowInSeconds();
    List<Item> batch = new ArrayList<>();
    Instant end = null;
    while (true) {
      int wait =
          end == null
              ? LONG_POLL_SECONDS
              : (int)
                  Math.clamp(Duration.between(pipes.now(), end).toSeconds(), 0, LONG_POLL_SECONDS);
      List<Item> received = receive(row, queue, Math.min(MOST_AT_ONCE, size - batch.size()), wait);
      if (pipes.current(row) == null) {
        // It was stopped: what came comes again.
        return false;
      }
      List<Item> others = new ArrayList<>();
      for (Item item : received) {
        (filters.matches(item.seen()) ? batch : others).add(item);
      }
      delete(row, queue, others);
      if (end == null) {
        end = pipes.now().plusSeconds(window);
      }
      if (batch.isEmpty() || batch.size() >= size || !pipes.now().isBefore(end)) {
        break;
      }
      if (received.isEmpty() && wait == 0) {
        pipes.pause(Duration.between(pipes.now(), end));
      }
    }
    if (!batch.isEmpty()) {
      Set<String> failed = batches.run(row, batch);
      delete(row, queue, batch.stream().filter(item -> !failed.contains(item.id())).toList());
    }
    return !batch.isEmpty();
  }

  private List<Item> receive(PipeRow row, Arn queue, int most, int waitSeconds) {
    List<Message> messages =
        call(
                row,
                queue,
                Sqs.ReceiveMessage,
                new ReceiveMessageRequest()
                    .queueUrl(url(queue))
                    .maxNumberOfMessages(most)
                    .waitTimeSeconds(waitSeconds)
                    .messageAttributeNames(List.of("All"))
                    .messageSystemAttributeNames(List.of("All")))
            .messages();
    List<Item> items = new ArrayList<>();
    for (Message message : messages == null ? List.<Message>of() : messages) {
      items.add(item(message, queue));
    }
    return items;
  }

  private static Item item(Message message, Arn queue) {
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
    event.put("md5OfBody", message.md5OfBody());
    event.put("eventSource", "aws:sqs");
    event.put("eventSourceARN", queue.toString());
    event.put("awsRegion", queue.region());
    Map<String, Object> seen = new LinkedHashMap<>(event);
    if (JsonText.parse(message.body()) instanceof Map<?, ?> body) {
      seen.put("body", body);
    }
    return new Item(message.receiptHandle(), Set.of(message.messageId()), event, seen, null);
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

  private void delete(PipeRow row, Arn queue, List<Item> items) {
    for (int from = 0; from < items.size(); from += MOST_AT_ONCE) {
      List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
      for (Item item : items.subList(from, Math.min(items.size(), from + MOST_AT_ONCE))) {
        entries.add(
            new DeleteMessageBatchRequestEntry()
                .id(Integer.toString(entries.size()))
                .receiptHandle(item.id()));
      }
      call(
          row,
          queue,
          Sqs.DeleteMessageBatch,
          new DeleteMessageBatchRequest().queueUrl(url(queue)).entries(entries));
    }
  }

  private <I extends io.nephele.model.View, O extends io.nephele.model.View> O call(
      PipeRow row, Arn queue, io.nephele.model.ApiOperation<I, O> operation, I request) {
    Targets.Caller caller = pipes.caller(row);
    return pipes.targets().call(operation, request, queue, caller);
  }

  private static String url(Arn queue) {
    return "https://sqs."
        + queue.region()
        + ".amazonaws.com/"
        + queue.account()
        + '/'
        + queue.resource();
  }
}
