package io.nephele.services.sns;

import io.nephele.api.sns.MessageAttributeValue;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message that is about to be published and has been found valid.
 *
 * @param bytes its size with its attributes
 */
record Draft(
    String subject,
    Map<String, String> texts,
    Map<String, Attribute> attributes,
    String groupId,
    String deduplicationId,
    int bytes) {
  static final int MOST_BYTES = 262_144;

  private static final int LONGEST_SUBJECT = 100;
  private static final int LONGEST_ID = 128;

  /** What a request to publish holds, whether alone or in a batch. */
  record Request(
      String message,
      String subject,
      String structure,
      Map<String, MessageAttributeValue> attributes,
      String deduplicationId,
      String groupId) {}

  /**
   * The message of a request; an error to the caller if it cannot be.
   *
   * @param topic null if the message goes to a single receiver
   */
  static Draft of(Request in, Topic topic) {
    if (in.message == null || in.message.isEmpty()) {
      throw SnsErrors.invalid("Empty message");
    }
    checkSubject(in.subject);
    Map<String, Attribute> attributes = MessageAttributes.read(in.attributes);
    int bytes = bytes(in.message, attributes);
    if (bytes > MOST_BYTES) {
      throw SnsErrors.invalid("Message too long");
    }
    Map<String, String> texts = texts(in);
    boolean fifo = topic != null && topic.isFifo();
    if (in.groupId != null && topic != null) {
      checkId("MessageGroupId", in.groupId);
    } else if (fifo) {
      throw SnsErrors.invalid("The MessageGroupId parameter is required for FIFO topics");
    }
    return new Draft(in.subject, texts, attributes, in.groupId, deduplicationId(in, topic), bytes);
  }

  /** How large a message is. */
  static int bytes(String message, Map<String, Attribute> attributes) {
    return MessageAttributes.utf8Length(message) + MessageAttributes.size(attributes);
  }

  private static String deduplicationId(Request in, Topic topic) {
    boolean fifo = topic != null && topic.isFifo();
    if (!fifo) {
      if (in.deduplicationId != null) {
        throw SnsErrors.invalid(
            "MessageDeduplicationId",
            "The request includes MessageDeduplicationId parameter that is not valid for this"
                + " topic type");
      }
      return null;
    }
    if (in.deduplicationId != null) {
      checkId("MessageDeduplicationId", in.deduplicationId);
      return in.deduplicationId;
    }
    if (!topic.deduplicatesByContent()) {
      throw SnsErrors.invalid(
          "The topic should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
    return sha256(in.message);
  }

  private static void checkId(String parameter, String id) {
    boolean good = !id.isEmpty() && id.length() <= LONGEST_ID;
    for (int i = 0; good && i < id.length(); i++) {
      good = id.charAt(i) > ' ' && id.charAt(i) < 0x7F;
    }
    if (!good) {
      throw SnsErrors.invalid(
          parameter,
          parameter
              + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }
  }

  /** A digest in hexadecimal. */
  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void checkSubject(String subject) {
    if (subject == null) {
      return;
    }
    boolean good = !subject.isEmpty() && subject.length() <= LONGEST_SUBJECT;
    for (int i = 0; good && i < subject.length(); i++) {
      good = !Character.isISOControl(subject.charAt(i));
    }
    if (!good || subject.charAt(0) == ' ') {
      throw SnsErrors.invalid("Subject");
    }
  }

  private static Map<String, String> texts(Request in) {
    if (in.structure == null || in.structure.isEmpty()) {
      return Map.of(Notification.DEFAULT, in.message);
    }
    if (!in.structure.equals("json")) {
      throw SnsErrors.invalid("MessageStructure");
    }
    Object parsed = MessageAttributes.parse(in.message);
    if (parsed == JsonText.MALFORMED || !(parsed instanceof Map<?, ?> object)) {
      throw structureError("JSON message body failed to parse");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    object.forEach(
        (protocol, text) -> {
          if (text instanceof String own) {
            texts.put((String) protocol, own);
          }
        });
    if (!texts.containsKey(Notification.DEFAULT)) {
      throw structureError("No default entry in JSON message body");
    }
    return texts;
  }

  private static AwsException structureError(String why) {
    return SnsErrors.invalid("Message Structure - " + why);
  }
}
