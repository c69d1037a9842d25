package io.nephele.services.sqs;

import io.nephele.core.nodes.Nodes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives messages their sequences. Where other nodes send to the same queues, a sequence ends with
 * the number of the node that gave it, so that no two nodes give the same without having to agree;
 * in a FIFO queue it comes after that of every message of the group that is there, whatever the
 * clocks of the nodes show.
 */
final class Sequences {
  private final Nodes nodes;

  /**
   * The latest sequence that this node gave to a message of any standard queue, if it is shared.
   */
  private final AtomicLong last = new AtomicLong(-1);

  Sequences(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * The sequence of a message that is sent now.
   *
   * @param youngestOfGroup finds the youngest message of its group in a FIFO queue
   */
  long next(LiveQueue live, Queue queue, long now, YoungestOfGroup youngestOfGroup) {
    if (!nodes.isShared()) {
      return live.nextSequence(now);
    }
    int node = nodes.number();
    if (!queue.isFifo()) {
      // One for all queues, as messages keep theirs when they are moved to a dead-letter queue.
      return last.updateAndGet(before -> Sequence.ofNode(before + 1, now, node));
    }
    return live.nextSequence(youngestOfGroup.find(), now, node);
  }

  /** Finds the sequence of the youngest message of a group, or -1. */
  interface YoungestOfGroup {
    long find();
  }
}
