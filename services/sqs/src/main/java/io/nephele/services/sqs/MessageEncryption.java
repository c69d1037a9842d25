package io.nephele.services.sqs;

import io.nephele.core.call.Call;
import io.nephele.core.datakeys.DataKey;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Encrypts the bodies of messages of queues that have a KMS key. Everybody who sends or receives
 * has data keys of his own, which he is given by KMS and which are used again for the queue's reuse
 * period: in memory only, so KMS is asked again after a start.
 */
final class MessageEncryption {
  /** In place of the digest of a body that nobody is to guess by it. */
  private static final Bytes NO_DIGEST = Bytes.of(new byte[16]);

  private final SqsWorld sqs;
  private final QueueKeys keys;

  MessageEncryption(SqsWorld sqs) {
    this.sqs = sqs;
    this.keys = new QueueKeys(sqs.world());
  }

  /** Encrypts what is to be sent to a queue, if the queue says so. */
  List<Draft> seal(Queue queue, List<Draft> drafts, Call call) {
    if (queue.kmsKey() == null || drafts.isEmpty()) {
      return drafts;
    }
    DataKey key = keys.toSend(queue, call);
    Envelope envelope = new Envelope(queue.arn(), key.kmsKeyArn(), key.wrapped());
    byte[] bound = bound(envelope);
    List<Draft> sealed = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      Message message = draft.message();
      sealed.add(draft.with(message.sealed(key.seal(bound, message.body()), NO_DIGEST, envelope)));
    }
    return sealed;
  }

  /**
   * Sees to it that the caller has the data keys of the messages that come first in a queue, before
   * any is received: an error of KMS's leaves them where they are.
   */
  void prepare(Queue queue, int max, Call call) {
    long now = sqs.now();
    for (Received next : sqs.read(reader -> sqs.backlog(queue).peek(reader, queue, now, max))) {
      Envelope envelope = next.message().envelope();
      if (envelope != null) {
        keys.toReceive(queue, envelope, call);
      }
    }
  }

  /** Asks KMS whether the caller may encrypt and decrypt under the queue's key. */
  void requireSending(Queue queue, Call call) {
    if (queue.kmsKey() != null) {
      keys.toSend(queue, call);
    }
  }

  /** Decrypts what was received from a queue. */
  List<Received> open(Queue queue, List<Received> received, Call call) {
    List<Received> opened = null;
    for (int i = 0; i < received.size(); i++) {
      Received each = received.get(i);
      Envelope envelope = each.message().envelope();
      if (envelope != null) {
        opened = opened == null ? new ArrayList<>(received) : opened;
        Message message = open(each.message(), keys.toReceive(queue, envelope, call));
        opened.set(i, new Received(each.sequence(), message, each.receipt()));
      }
    }
    return opened == null ? received : opened;
  }

  private static Message open(Message message, DataKey key) {
    Bytes body = key.open(bound(message.envelope()), message.body());
    return message.sealed(body, MessageDigests.md5(body.toArray()), null);
  }

  private static byte[] bound(Envelope envelope) {
    return envelope.queueArn().getBytes(StandardCharsets.UTF_8);
  }
}
