package io.nephele.services.sns;

import io.nephele.api.sns.BatchEntryIdsNotDistinctException;
import io.nephele.api.sns.BatchRequestTooLongException;
import io.nephele.api.sns.BatchResultErrorEntry;
import io.nephele.api.sns.EmptyBatchRequestException;
import io.nephele.api.sns.InvalidBatchEntryIdException;
import io.nephele.api.sns.MessageAttributeValue;
import io.nephele.api.sns.PublishBatchInput;
import io.nephele.api.sns.PublishBatchRequestEntry;
import io.nephele.api.sns.PublishBatchResponse;
import io.nephele.api.sns.PublishBatchResultEntry;
import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.PublishResponse;
import io.nephele.api.sns.TooManyEntriesInBatchRequestException;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations that publish messages. */
final class Publishing {
  private static final int MOST_ENTRIES = 10;
  private static final int LONGEST_ENTRY_ID = 80;

  private final SnsWorld sns;
  private final Fanout fanout;
  private final FifoFanout fifo;
  private final Inboxes inboxes;
  private final TopicEncryption encryption;

  Publishing(SnsWorld sns, Fanout fanout, FifoFanout fifo, Inboxes inboxes) {
    this.sns = sns;
    this.fanout = fanout;
    this.fifo = fifo;
    this.inboxes = inboxes;
    this.encryption = new TopicEncryption(sns.world());
  }

  PublishResponse publish(PublishInput in, Call call) {
    Draft.Request request =
        new Draft.Request(
            in.message(),
            in.subject(),
            in.messageStructure(),
            in.messageAttributes(),
            in.messageDeduplicationId(),
            in.messageGroupId());
    String target = target(in);
    if (in.phoneNumber() != null) {
      return new PublishResponse()
          .messageId(inboxes.publishToPhone(in.phoneNumber(), Draft.of(request, null), call));
    }
    if (PlatformArns.isEndpoint(target)) {
      return new PublishResponse()
          .messageId(inboxes.publishToDevice(target, Draft.of(request, null), call));
    }
    LiveTopic topic =
        sns.live(
            TopicAddress.require(target, in.topicArn() == null ? "TargetArn" : "TopicArn", call));
    Draft draft = Draft.of(request, topic.topic());
    encryption.check(topic.topic(), call);
    Notification message = message(topic, draft, call);
    if (topic.topic().isFifo()) {
      FifoMessages.Sent sent = fifo.publish(topic, List.of(message)).getFirst();
      topic.metrics().published(draft.bytes());
      return new PublishResponse()
          .messageId(sent.messageId())
          .sequenceNumber(FifoSequence.text(sent.sequence()));
    }
    fanout.publish(topic, message);
    topic.metrics().published(draft.bytes());
    return new PublishResponse().messageId(message.messageId());
  }

  /** The ARN to publish to, or null if it is a telephone number. */
  private static String target(PublishInput in) {
    int given =
        (in.topicArn() == null ? 0 : 1)
            + (in.targetArn() == null ? 0 : 1)
            + (in.phoneNumber() == null ? 0 : 1);
    if (given == 0) {
      throw SnsErrors.invalid("TopicArn or TargetArn", "no value for required parameter");
    }
    if (given > 1) {
      throw SnsErrors.invalid(
          "TopicArn, TargetArn or PhoneNumber", "only one of them can be given");
    }
    return in.topicArn() == null ? in.targetArn() : in.topicArn();
  }

  private Notification message(LiveTopic topic, Draft draft, Call call) {
    return new Notification(
        sns.world().ids().uuid().toString(),
        topic.address().arn(),
        draft.subject(),
        draft.texts(),
        draft.attributes(),
        call.time().toEpochMilli(),
        topic.topic().signatureVersion(),
        SnsWorld.base(call.origin()),
        draft.groupId(),
        draft.deduplicationId(),
        0,
        false,
        call.origin().traceHeader());
  }

  PublishBatchResponse publishBatch(PublishBatchInput in, Call call) {
    LiveTopic topic = sns.live(TopicAddress.require(in.topicArn(), "TopicArn", call));
    List<PublishBatchRequestEntry> entries = in.publishBatchRequestEntries();
    checkEntries(entries);
    encryption.check(topic.topic(), call);
    List<String> ids = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    List<Notification> messages = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (PublishBatchRequestEntry entry : entries) {
      try {
        Draft draft = Draft.of(request(entry), topic.topic());
        messages.add(message(topic, draft, call));
        drafts.add(draft);
        ids.add(entry.id());
      } catch (AwsException e) {
        failed.add(failure(entry.id(), e));
      }
    }
    List<PublishBatchResultEntry> successful = new ArrayList<>();
    if (topic.topic().isFifo()) {
      List<FifoMessages.Sent> sent = messages.isEmpty() ? List.of() : fifo.publish(topic, messages);
      for (int i = 0; i < sent.size(); i++) {
        successful.add(
            new PublishBatchResultEntry()
                .id(ids.get(i))
                .messageId(sent.get(i).messageId())
                .sequenceNumber(FifoSequence.text(sent.get(i).sequence())));
      }
    } else {
      for (int i = 0; i < messages.size(); i++) {
        fanout.publish(topic, messages.get(i));
        successful.add(
            new PublishBatchResultEntry().id(ids.get(i)).messageId(messages.get(i).messageId()));
      }
    }
    for (Draft draft : drafts) {
      topic.metrics().published(draft.bytes());
    }
    return new PublishBatchResponse().successful(successful).failed(failed);
  }

  private static Draft.Request request(PublishBatchRequestEntry entry) {
    return new Draft.Request(
        entry.message(),
        entry.subject(),
        entry.messageStructure(),
        entry.messageAttributes(),
        entry.messageDeduplicationId(),
        entry.messageGroupId());
  }

  private static BatchResultErrorEntry failure(String id, AwsException e) {
    return new BatchResultErrorEntry()
        .id(id)
        .code(e.queryCode())
        .message(e.getMessage())
        .senderFault(e.clientFault());
  }

  private static void checkEntries(List<PublishBatchRequestEntry> entries) {
    if (entries.isEmpty()) {
      throw new EmptyBatchRequestException("The batch request doesn't contain any entries.");
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new TooManyEntriesInBatchRequestException(
          "The batch request contains more entries than permissible (more than 10).");
    }
    Set<String> ids = new HashSet<>();
    long bytes = 0;
    for (PublishBatchRequestEntry entry : entries) {
      checkEntryId(entry.id());
      if (!ids.add(entry.id())) {
        throw new BatchEntryIdsNotDistinctException(
            "Two or more batch entries in the request have the same Id.");
      }
      bytes += MessageAttributes.utf8Length(entry.message()) + size(entry.messageAttributes());
    }
    if (bytes > Draft.MOST_BYTES) {
      throw new BatchRequestTooLongException(
          "The length of all the batch messages put together is more than the limit.");
    }
  }

  private static long size(Map<String, MessageAttributeValue> attributes) {
    long size = 0;
    if (attributes != null) {
      for (Map.Entry<String, MessageAttributeValue> each : attributes.entrySet()) {
        MessageAttributeValue value = each.getValue();
        size += each.getKey().length();
        size += value.dataType() == null ? 0 : value.dataType().length();
        size += value.stringValue() == null ? 0 : MessageAttributes.utf8Length(value.stringValue());
        size += value.binaryValue() == null ? 0 : value.binaryValue().length();
      }
    }
    return size;
  }

  private static void checkEntryId(String id) {
    boolean good = !id.isEmpty() && id.length() <= LONGEST_ENTRY_ID;
    for (int i = 0; good && i < id.length(); i++) {
      char c = id.charAt(i);
      good = Names.isCharacter(c);
    }
    if (!good) {
      throw new InvalidBatchEntryIdException(
          "The Id of a batch entry in a batch request doesn't abide by the specification.");
    }
  }
}
