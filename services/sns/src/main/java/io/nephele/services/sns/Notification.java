package io.nephele.services.sns;

import java.util.Map;

/**
 * A message that was published.
 *
 * @param texts the text for each protocol that has its own, and the one under {@link #DEFAULT}
 * @param timestamp in milliseconds since 1970
 * @param signatureVersion 1 or 2
 * @param base scheme and host by which the publisher reached this service, or null
 * @param groupId the group, or null
 * @param deduplicationId of FIFO topics, else null
 * @param sequence of FIFO topics, else 0
 * @param replayed whether it comes from the topic's archive
 * @param trace the header of X-Ray that it was published with, which subscribers get; or null
 */
record Notification(
    String messageId,
    String topicArn,
    String subject,
    Map<String, String> texts,
    Map<String, Attribute> attributes,
    long timestamp,
    String signatureVersion,
    String base,
    String groupId,
    String deduplicationId,
    long sequence,
    boolean replayed,
    String trace) {
  static final String DEFAULT = "default";

  /** The text for a protocol. */
  String text(String protocol) {
    if (texts.size() == 1) {
      return texts.get(DEFAULT);
    }
    String own = texts.get(protocol);
    return own == null ? texts.get(DEFAULT) : own;
  }

  Notification withSequence(long number) {
    return with(number, deduplicationId, replayed);
  }

  /** This out of the archive, with another id, so that no queue takes it for the first one. */
  Notification asReplayed(long replayId) {
    return with(sequence, Draft.sha256(replayId + "/" + deduplicationId), true);
  }

  private Notification with(long number, String deduplication, boolean again) {
    return new Notification(
        messageId,
        topicArn,
        subject,
        texts,
        attributes,
        timestamp,
        signatureVersion,
        base,
        groupId,
        deduplication,
        number,
        again,
        trace);
  }
}
