package io.nephele.services.sqs;

import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.MessageSystemAttributeValue;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message that is about to be sent and has been found valid.
 *
 * @param message the message, still without an id
 * @param bytes its size
 * @param md5 the digest of its body, in hexadecimal
 * @param md5OfAttributes the digest of its attributes, or null
 * @param md5OfTrace the digest of its system attributes, or null
 */
record Draft(Message message, int bytes, String md5, String md5OfAttributes, String md5OfTrace) {
  private static final int LONGEST_TRACE = 1000;

  /** This draft with its message as it is to be stored. */
  Draft with(Message stored) {
    return new Draft(stored, bytes, md5, md5OfAttributes, md5OfTrace);
  }

  /**
   * What a request to send a message holds, whether alone or in a batch.
   *
   * @param tracedBy the trace header that the request itself came with, or null
   */
  record Request(
      String body,
      Integer delaySeconds,
      Map<String, MessageAttributeValue> attributes,
      Map<String, MessageSystemAttributeValue> systemAttributes,
      String deduplicationId,
      String groupId,
      String tracedBy) {}

  /**
   * The message of a request to a queue; an error to the caller if it cannot be.
   *
   * @param sender who sends it
   * @param bodyParameter how the body's parameter is called
   */
  static Draft of(Request in, Queue queue, String sender, String bodyParameter) {
    if (in.body == null || in.body.isEmpty()) {
      throw SqsErrors.missingParameter(bodyParameter);
    }
    Map<String, Attribute> attributes = MessageAttributes.read(in.attributes);
    String givenTrace = MessageAttributes.traceHeader(in.systemAttributes);
    String trace = givenTrace == null ? traceOfRequest(in) : givenTrace;
    byte[] body = in.body.getBytes(StandardCharsets.UTF_8);
    int bytes = body.length + MessageAttributes.size(attributes);
    if (bytes > queue.maximumMessageSize()) {
      throw SqsErrors.invalidParameter(
          "One or more parameters are invalid. Reason: Message must be shorter than "
              + queue.maximumMessageSize()
              + " bytes.");
    }
    AwsException contentError = Texts.contentError(in.body);
    if (contentError != null) {
      throw contentError;
    }
    int delay = delay(in, queue);
    String dedup = deduplicationId(in, queue);
    checkGroup(in, queue);
    Bytes md5 = MessageDigests.md5(body);
    Message message =
        new Message(
            null, Bytes.of(body), md5, sender, attributes, trace, in.groupId, dedup, null, delay);
    return new Draft(
        message,
        bytes,
        MessageDigests.hex(md5),
        MessageDigests.md5(attributes),
        MessageDigests.md5OfTraceHeader(givenTrace));
  }

  /** Who sends within a trace need not say so in the message, unless the header is overlong. */
  private static String traceOfRequest(Request in) {
    return in.tracedBy == null || in.tracedBy.length() > LONGEST_TRACE ? null : in.tracedBy;
  }

  private static int delay(Request in, Queue queue) {
    if (in.delaySeconds == null) {
      return queue.isFifo() ? 0 : queue.delaySeconds();
    }
    if (in.delaySeconds < 0 || in.delaySeconds > Limits.DELAY) {
      throw SqsErrors.invalidParameter(
          in.delaySeconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
    }
    if (queue.isFifo() && in.delaySeconds != 0) {
      throw notForThisType(in.delaySeconds, "DelaySeconds");
    }
    return in.delaySeconds;
  }

  private static String deduplicationId(Request in, Queue queue) {
    String id = in.deduplicationId;
    if (!queue.isFifo()) {
      if (id != null) {
        throw notForThisType(id, "MessageDeduplicationId");
      }
      return null;
    }
    if (id != null) {
      checkFifoId(id, "MessageDeduplicationId");
      return id;
    }
    if (in.groupId == null) {
      throw SqsErrors.missingParameter("MessageGroupId");
    }
    if (!queue.deduplicatesByContent()) {
      throw SqsErrors.invalidParameter(
          "The queue should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
    return MessageDigests.sha256(in.body);
  }

  private static void checkGroup(Request in, Queue queue) {
    if (in.groupId != null) {
      checkFifoId(in.groupId, "MessageGroupId");
    } else if (queue.isFifo()) {
      throw SqsErrors.missingParameter("MessageGroupId");
    }
  }

  private static void checkFifoId(String id, String parameter) {
    if (!Texts.isFifoId(id)) {
      throw SqsErrors.invalidParameter(
          id,
          parameter,
          parameter
              + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }
  }

  private static AwsException notForThisType(Object value, String parameter) {
    return SqsErrors.invalidParameter(
        value, parameter, "The request include parameter that is not valid for this queue type.");
  }
}
