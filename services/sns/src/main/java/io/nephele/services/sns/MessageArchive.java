package io.nephele.services.sns;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was published to FIFO topics that have an archive. */
final class MessageArchive {
  private static final int SWEPT_AT_ONCE = 4;

  private final SnsWorld sns;

  /** Keys are a topic's and the sequence. */
  private final Table<Notification> messages = Table.of("sns.archive", Notification.class);

  private final Table<Begun> begun = Table.of("sns.archives", Begun.class);

  MessageArchive(SnsWorld sns) {
    this.sns = sns;
  }

  /** Since when a topic has an archive, in milliseconds since 1970. */
  record Begun(long at) {}

  /** Begins or ends the archive of a topic whose policy is another. */
  void policyChanged(Transaction transaction, Topic topic) {
    Key key = topic.key();
    if (ArchivePolicy.days(topic) == 0) {
      delete(transaction, topic);
    } else if (!begun.contains(transaction, key)) {
      begun.put(transaction, key, new Begun(sns.now()));
    }
  }

  void delete(Transaction transaction, Topic topic) {
    messages.deletePrefix(transaction, topic.key());
    begun.delete(transaction, topic.key());
  }

  /** The time of the oldest message that can be in the archive, or null without an archive. */
  String beginning(Topic topic) {
    Begun since = sns.read(reader -> begun.get(reader, topic.key()));
    return since == null ? null : Timestamps.text(Math.max(since.at, oldest(topic)));
  }

  private long oldest(Topic topic) {
    return sns.now() - Duration.ofDays(ArchivePolicy.days(topic)).toMillis();
  }

  /** Keeps a message if the topic has an archive. Forgets some that are too old. */
  void add(Transaction transaction, Topic topic, Notification message) {
    if (ArchivePolicy.days(topic) == 0) {
      return;
    }
    long oldest = oldest(topic);
    int swept = 0;
    for (Table.Row<Notification> row : messages.scan(transaction, topic.key())) {
      if (swept++ == SWEPT_AT_ONCE || row.value().timestamp() >= oldest) {
        break;
      }
      messages.delete(transaction, row.key());
    }
    messages.put(transaction, topic.key().with(message.sequence()), message);
  }

  /** The oldest messages after a sequence that are not past their time. */
  List<Notification> after(Reader reader, Topic topic, long sequence, int max) {
    long oldest = oldest(topic);
    KeyRange range = KeyRange.prefix(topic.key()).startingAfter(topic.key().with(sequence));
    List<Notification> found = new ArrayList<>();
    for (Table.Row<Notification> row : messages.scan(reader, range, Direction.FORWARD)) {
      if (row.value().timestamp() >= oldest) {
        found.add(row.value());
      }
      if (found.size() == max) {
        break;
      }
    }
    return found;
  }
}
