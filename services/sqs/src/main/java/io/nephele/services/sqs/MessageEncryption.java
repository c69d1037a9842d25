package io.nephele.services.sqs;

import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the bodies of messages of queues that have a KMS key. Everybody who sends or receives
 * has data keys of his own, which he is given by KMS and which are used again for the queue's reuse
 * period: in memory only, so KMS is asked again after a start.
 */
final class MessageEncryption {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_KEPT = 10_000;

  /** In place of the digest of a body that nobody is to guess by it. */
  private static final Bytes NO_DIGEST = Bytes.of(new byte[16]);

  private final SqsWorld sqs;
  private final QueueKeys keys;
  private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

  /** A data key in use. */
  private record Kept(SecretKey key, Envelope envelope, String kmsKey, long expiresAt) {}

  MessageEncryption(SqsWorld sqs) {
    this.sqs = sqs;
    this.keys = new QueueKeys(sqs.world());
  }

  /** Encrypts what is to be sent to a queue, if the queue says so. */
  List<Draft> seal(Queue queue, List<Draft> drafts, Call call) {
    if (queue.kmsKey() == null || drafts.isEmpty()) {
      return drafts;
    }
    Kept key = sendingKey(queue, call);
    List<Draft> sealed = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      sealed.add(draft.with(seal(draft.message(), key)));
    }
    return sealed;
  }

  private Message seal(Message message, Kept key) {
    byte[] nonce = sqs.ids().secretBytes(NONCE_BYTES);
    byte[] body = message.body().toArray();
    byte[] sealed = new byte[NONCE_BYTES + body.length + TAG_BITS / 8];
    System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
    try {
      cipher(Cipher.ENCRYPT_MODE, key, sealed).doFinal(body, 0, body.length, sealed, NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + CIPHER, e);
    }
    return message.sealed(Bytes.of(sealed), NO_DIGEST, key.envelope);
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
        receivingKey(queue, envelope, call);
      }
    }
  }

  /** Asks KMS whether the caller may encrypt and decrypt under the queue's key. */
  void requireSending(Queue queue, Call call) {
    if (queue.kmsKey() != null) {
      sendingKey(queue, call);
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
        Message message = open(each.message(), receivingKey(queue, envelope, call));
        opened.set(i, new Received(each.sequence(), message, each.receipt()));
      }
    }
    return opened == null ? received : opened;
  }

  private static Message open(Message message, Kept key) {
    byte[] sealed = message.body().toArray();
    try {
      byte[] body =
          cipher(Cipher.DECRYPT_MODE, key, sealed)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return message.sealed(Bytes.of(body), MessageDigests.md5(body), null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an encrypted message is damaged", e);
    }
  }

  private static Cipher cipher(int mode, Kept key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key.key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(key.envelope.queueArn().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private Kept sendingKey(Queue queue, Call call) {
    Key place = Key.of(call.principal().arn()).with(queue.messagesKey());
    Kept known = find(place);
    if (known != null && known.kmsKey.equals(queue.kmsKey())) {
      return known;
    }
    QueueKeys.Generated made = keys.generate(queue, call);
    return keep(place, queue, made.key(), made.envelope());
  }

  private Kept receivingKey(Queue queue, Envelope envelope, Call call) {
    Key place = Key.of(call.principal().arn()).with(envelope.dataKey());
    Kept known = find(place);
    return known != null
        ? known
        : keep(place, queue, keys.decrypt(envelope, queue.address().region(), call), envelope);
  }

  private Kept find(Key place) {
    Kept known = kept.get(place);
    return known != null && known.expiresAt > sqs.now() ? known : null;
  }

  private Kept keep(Key place, Queue queue, Bytes key, Envelope envelope) {
    long now = sqs.now();
    if (kept.size() >= MAX_KEPT) {
      kept.values().removeIf(each -> each.expiresAt <= now);
      if (kept.size() >= MAX_KEPT) {
        kept.clear();
      }
    }
    Kept made =
        new Kept(
            new SecretKeySpec(key.toArray(), "AES"),
            envelope,
            queue.kmsKey(),
            now + queue.dataKeyReusePeriod() * 1000L);
    kept.put(place, made);
    return made;
  }
}
