package io.nephele.services.sqs;

import io.nephele.core.partition.Region;
import java.util.Objects;

/**
 * The addresses in the queue URLs and ARNs that were asked for lately, so that those of a queue in
 * use are not taken apart at every call. An address says nothing of whether there is a queue, so
 * what is known never gets old.
 */
final class KnownAddresses {
  private static final int SLOTS = 1024;

  /** Longer ones than any queue has are not kept. */
  private static final int LONGEST = 512;

  private final Known[] slots = new Known[SLOTS];

  /**
   * What a text says.
   *
   * @param called the region that the call went to, for a URL; null for an ARN
   */
  private record Known(String text, Region called, QueueAddress address) {}

  /** As {@link QueueAddress#ofUrl}. */
  QueueAddress ofUrl(String url, Region called) {
    QueueAddress known = find(url, called);
    return known != null ? known : keep(url, called, QueueAddress.ofUrl(url, called));
  }

  /** As {@link QueueAddress#ofArn}. */
  QueueAddress ofArn(String arn) {
    QueueAddress known = find(arn, null);
    return known != null ? known : keep(arn, null, QueueAddress.ofArn(arn));
  }

  /**
   * Slots are read and written without a lock: a record's fields are final, so whatever is seen
   * there is whole.
   */
  private QueueAddress find(String text, Region called) {
    if (text == null || text.length() > LONGEST) {
      return null;
    }
    Known known = slots[slot(text)];
    return known != null && known.text.equals(text) && Objects.equals(known.called, called)
        ? known.address
        : null;
  }

  private QueueAddress keep(String text, Region called, QueueAddress address) {
    if (address != null && text.length() <= LONGEST) {
      slots[slot(text)] = new Known(text, called, address);
    }
    return address;
  }

  private static int slot(String text) {
    int hash = text.hashCode();
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }
}
