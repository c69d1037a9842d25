package io.nephele.services.sqs;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The message move tasks of queues, the latest ten of each. */
final class MoveTaskTable {
  private static final int KEPT = 10;

  /** Keys are a queue's and a number that grows with each task. */
  private final Table<MoveTask> tasks = Table.of("sqs.moveTasks", MoveTask.class);

  /** Adds the latest task of a queue and forgets the oldest if there are too many. */
  void add(Transaction transaction, Queue queue, MoveTask task) {
    Key key = queue.messagesKey();
    long number = 1;
    int count = 0;
    for (Table.Row<MoveTask> row : newestFirst(transaction, queue)) {
      if (count == 0) {
        number = row.key().without(key).reader().nextLong() + 1;
      }
      if (++count >= KEPT) {
        tasks.delete(transaction, row.key());
      }
    }
    tasks.put(transaction, key.with(number), task);
  }

  void put(Transaction transaction, Key key, MoveTask task) {
    tasks.put(transaction, key, task);
  }

  /** At most so many tasks of a queue, the latest first. */
  List<MoveTask> latest(Reader reader, Queue queue, int max) {
    List<MoveTask> latest = new ArrayList<>();
    for (Table.Row<MoveTask> row : newestFirst(reader, queue)) {
      if (latest.size() == max) {
        break;
      }
      latest.add(row.value());
    }
    return latest;
  }

  /** The task of that id, or null. */
  Table.Row<MoveTask> find(Reader reader, Queue queue, String id) {
    for (Table.Row<MoveTask> row : newestFirst(reader, queue)) {
      if (row.value().id().equals(id)) {
        return row;
      }
    }
    return null;
  }

  /** The task of a queue that is running, or null. */
  Table.Row<MoveTask> running(Reader reader, Queue queue) {
    Table.Rows<MoveTask> rows = newestFirst(reader, queue);
    Table.Row<MoveTask> latest = rows.hasNext() ? rows.next() : null;
    return latest == null || !latest.value().isRunning() ? null : latest;
  }

  /** Forgets the tasks of a queue. */
  void clear(Transaction transaction, Queue queue) {
    tasks.deletePrefix(transaction, queue.messagesKey());
  }

  private Table.Rows<MoveTask> newestFirst(Reader reader, Queue queue) {
    return tasks.scan(reader, KeyRange.prefix(queue.messagesKey()), Direction.REVERSE);
  }
}
