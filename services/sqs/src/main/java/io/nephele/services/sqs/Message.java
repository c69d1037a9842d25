package io.nephele.services.sqs;

import io.nephele.model.Bytes;
import java.util.Map;

/**
 * What a message is from its sending on; stored under its queue and its sequence, which tells when
 * it was sent ({@link Sequence}).
 *
 * @param id the 16 bytes of the message id
 * @param body the body in UTF-8; where it is encrypted, its nonce and what became of it
 * @param md5 the digest of the body; zeros where that is encrypted
 * @param sender who sent it, as attribute SenderId says
 * @param attributes the message attributes by name
 * @param trace the X-Ray trace header, or null
 * @param group the message group id, or null
 * @param dedup the deduplication id, or null in standard queues
 * @param source the ARN of the queue from which it came to a dead-letter queue, or null
 * @param delay for how many seconds after its sending it is invisible; in FIFO queues the queue
 *     says it, not the message
 * @param envelope how the body is encrypted, or null if it is not
 */
record Message(
    Bytes id,
    Bytes body,
    Bytes md5,
    String sender,
    Map<String, Attribute> attributes,
    String trace,
    String group,
    String dedup,
    String source,
    int delay,
    Envelope envelope) {

  /** A message whose body is not encrypted. */
  Message(
      Bytes id,
      Bytes body,
      Bytes md5,
      String sender,
      Map<String, Attribute> attributes,
      String trace,
      String group,
      String dedup,
      String source,
      int delay) {
    this(id, body, md5, sender, attributes, trace, group, dedup, source, delay, null);
  }

  /** This message with an id. */
  Message withId(Bytes newId) {
    return new Message(
        newId, body, md5, sender, attributes, trace, group, dedup, source, delay, envelope);
  }

  /** This message as it arrives in a dead-letter queue. */
  Message from(String sourceArn) {
    return new Message(
        id, body, md5, sender, attributes, trace, group, dedup, sourceArn, delay, envelope);
  }

  /** This message as a new one, as a message move task sends it. */
  Message renewed(Bytes newId) {
    return new Message(
        newId, body, md5, sender, attributes, trace, group, dedup, null, 0, envelope);
  }

  /** This message with its body encrypted, or decrypted. */
  Message sealed(Bytes newBody, Bytes newMd5, Envelope how) {
    return new Message(
        id, newBody, newMd5, sender, attributes, trace, group, dedup, source, delay, how);
  }
}
