package io.nephele.services.sqs;

import io.nephele.api.sqs.MessageSystemAttributeName;
import io.nephele.api.sqs.ReceiveMessageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The system attributes that a receiver asks for. */
final class SystemAttributes {
  private static final List<String> NAMES =
      List.of(
          MessageSystemAttributeName.SENDER_ID,
          MessageSystemAttributeName.SENT_TIMESTAMP,
          MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
          MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
          MessageSystemAttributeName.SEQUENCE_NUMBER,
          MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID,
          MessageSystemAttributeName.MESSAGE_GROUP_ID,
          MessageSystemAttributeName.AWS_TRACE_HEADER,
          MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN);

  private final Set<String> names;

  private SystemAttributes(Set<String> names) {
    this.names = names;
  }

  /** Those that the request names, in the present or in the former parameter. */
  static SystemAttributes requested(ReceiveMessageRequest in) {
    Set<String> names = new TreeSet<>();
    add(in.messageSystemAttributeNames(), names, false);
    // The former parameter also takes names of queues' attributes, which mean nothing here.
    add(in.attributeNames(), names, true);
    return new SystemAttributes(names);
  }

  private static void add(List<String> requested, Set<String> names, boolean queueAttributesToo) {
    if (requested == null) {
      return;
    }
    for (String name : requested) {
      if (name.equals(MessageSystemAttributeName.ALL)) {
        names.addAll(NAMES);
      } else if (NAMES.contains(name)) {
        names.add(name);
      } else if (!queueAttributesToo || !QueueAttributes.isAttribute(name)) {
        throw SqsErrors.unknownAttribute(name);
      }
    }
  }

  /** The values of a message's attributes; null if none was asked for. */
  Map<String, String> of(Queue queue, Received received) {
    if (names.isEmpty()) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      String value = value(name, queue, received);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private static String value(String name, Queue queue, Received received) {
    Message message = received.message();
    return switch (name) {
      case MessageSystemAttributeName.SENDER_ID -> message.sender();
      case MessageSystemAttributeName.SENT_TIMESTAMP ->
          String.valueOf(Sequence.sentAt(received.sequence()));
      case MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT ->
          String.valueOf(received.receipt().count());
      case MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP ->
          String.valueOf(received.receipt().firstAt());
      case MessageSystemAttributeName.SEQUENCE_NUMBER ->
          queue.isFifo() ? Sequence.text(received.sequence()) : null;
      case MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID -> message.dedup();
      case MessageSystemAttributeName.MESSAGE_GROUP_ID -> message.group();
      case MessageSystemAttributeName.AWS_TRACE_HEADER -> message.trace();
      default -> message.source();
    };
  }
}
