package io.nephele.services.sqs;

import io.nephele.core.store.Transaction;

/** Moves messages of a queue with a redrive policy to its dead-letter queue. */
final class Redriving implements DeadLetters {
  private final SqsWorld sqs;
  private final Queue source;

  private Redriving(SqsWorld sqs, Queue source) {
    this.sqs = sqs;
    this.source = source;
  }

  /** What a queue's redrive policy does. */
  static DeadLetters of(SqsWorld sqs, Queue queue) {
    return queue.redrive() == null ? DeadLetters.NONE : new Redriving(sqs, queue);
  }

  /** A message stays where it is as long as the dead-letter queue does not exist. */
  @Override
  public boolean accept(Transaction transaction, long sequence, Message message, Receipt receipt) {
    if (receipt.countHere() < source.redrive().maxReceiveCount()) {
      return false;
    }
    QueueAddress address = QueueAddress.ofArn(source.redrive().target());
    Queue target = address == null ? null : sqs.queues().find(transaction, address);
    if (target == null) {
      return false;
    }
    LiveQueue live = sqs.live(transaction, target);
    long now = sqs.now();
    // In a standard queue its age goes on counting; a FIFO queue orders by arrival.
    long place =
        target.isFifo()
            ? sqs.nextSequence(transaction, target, message)
            : free(transaction, target, sequence);
    String sourceArn = message.source() == null ? source.arn() : message.source();
    sqs.backlog(target)
        .add(transaction, target, place, message.from(sourceArn), receipt.inDeadLetterQueue(now));
    transaction.afterCommit(() -> live.pollers().wake(1));
    return true;
  }

  /**
   * The sequence, or one near to it, that no message of the queue has and no sender is about to
   * give. Nodes that share a store give no sequence twice anyway.
   */
  private long free(Transaction transaction, Queue queue, long sequence) {
    long free = sqs.world().nodes().isShared() ? sequence : Sequence.elsewhere(sequence);
    while (sqs.backlog(queue).contains(transaction, queue, free)) {
      free++;
    }
    return free;
  }
}
