package io.nephele.services.sqs;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Waiters;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts messages into queues. */
final class Sending {
  private final SqsWorld sqs;

  Sending(SqsWorld sqs) {
    this.sqs = sqs;
  }

  /**
   * What a sender is told.
   *
   * @param messageId the message id, of the earlier message if this one was a duplicate
   * @param sequenceNumber the sequence number in a FIFO queue, else null
   */
  record Sent(String messageId, String sequenceNumber) {}

  /** Who sends, as attribute SenderId says. */
  static String sender(Call call) {
    Principal principal = call.principal();
    return switch (principal.type()) {
      case ROOT, USER, ROLE_SESSION, FEDERATED_USER -> principal.id();
      case SERVICE -> principal.arn();
      case ANONYMOUS -> call.origin().sourceAddress();
    };
  }

  /** Sends messages to a queue, all or none, encrypted if the queue says so. */
  List<Sent> send(Queue queue, List<Draft> clear, Call call) {
    List<Draft> drafts = sqs.encryption().seal(queue, clear, call);
    List<Sent> sent =
        sqs.write(
            queue,
            (transaction, current) -> {
              List<Sent> added = new ArrayList<>(drafts.size());
              for (Draft draft : drafts) {
                Message message = draft.message().withId(newId(sqs));
                added.add(add(transaction, current, message));
              }
              // Who waits for a delayed message must know of it as well.
              Waiters pollers = sqs.live(transaction, current).pollers();
              transaction.afterCommit(() -> pollers.wake(drafts.size()));
              return added;
            });
    QueueMetrics metrics = sqs.live(queue).metrics();
    for (Draft draft : drafts) {
      metrics.sent(draft.bytes());
    }
    sqs.gauges().keep(queue);
    return sent;
  }

  private Sent add(Transaction transaction, Queue queue, Message message) {
    long now = sqs.now();
    if (queue.isFifo()) {
      Deduplications.Sent known = sqs.deduplications().find(transaction, queue, message, now);
      if (known != null) {
        return new Sent(uuid(known.messageId()), Sequence.text(known.sequence()));
      }
    }
    long sequence = sqs.nextSequence(transaction, queue, message);
    sqs.backlog(queue).add(transaction, queue, sequence, message, null);
    if (queue.isFifo()) {
      sqs.deduplications().add(transaction, queue, sequence, message, now);
    }
    return new Sent(uuid(message.id()), queue.isFifo() ? Sequence.text(sequence) : null);
  }

  /** The 16 bytes of a new message id. */
  static Bytes newId(SqsWorld sqs) {
    UUID id = sqs.ids().uuid();
    return Bytes.of(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  /** A message id as callers see it. */
  static String uuid(Bytes id) {
    ByteBuffer bytes = id.toBuffer();
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }
}
