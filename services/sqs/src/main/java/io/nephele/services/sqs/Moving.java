package io.nephele.services.sqs;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.List;

/** Does what message move tasks are for, some messages at a time, by a timer. */
final class Moving {
  private static final String KIND = "sqs.moveTask";
  private static final int AT_ONCE = 100;
  private static final long SECOND = 1000;

  private final SqsWorld sqs;
  private final MoveTaskTable tasks;
  private final Timers timers;

  Moving(SqsWorld sqs) {
    this.sqs = sqs;
    this.tasks = sqs.moveTasks();
    this.timers = sqs.world().timers();
    timers.on(KIND, this::fire);
  }

  /** Has the next messages of a task moved: a second from now if it has a limit, else at once. */
  void schedule(Transaction transaction, Queue source, MoveTask task) {
    long due = sqs.now() + (task.perSecond() == null ? 0 : SECOND);
    Key id = source.key();
    timers.schedule(transaction, KIND, id, Instant.ofEpochMilli(due), Bytes.EMPTY);
  }

  /** Has no more messages of a queue moved. */
  void cancel(Transaction transaction, Queue source) {
    timers.cancel(transaction, KIND, source.key());
  }

  private void fire(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    QueueAddress address =
        new QueueAddress(parts.nextText(), Regions.find(parts.nextText()), parts.nextText());
    Queue source = sqs.queues().find(transaction, address);
    Table.Row<MoveTask> row = source == null ? null : tasks.running(transaction, source);
    if (row == null) {
      return;
    }
    MoveTask task = move(transaction, source, row.value());
    if (task.isRunning()) {
      schedule(transaction, source, task);
    }
    tasks.put(transaction, row.key(), task);
  }

  /** Moves the next messages; returns the task as it is then. */
  private MoveTask move(Transaction transaction, Queue source, MoveTask task) {
    int max = task.perSecond() == null ? AT_ONCE : task.perSecond();
    Backlog backlog = sqs.backlog(source);
    List<Received> messages = backlog.peek(transaction, source, sqs.now(), max);
    int moved = 0;
    for (Received each : messages) {
      QueueAddress address = destination(task, each.message());
      if (address == null) {
        return task.moved(moved).ended(MoveTask.FAILED, "CouldNotDetermineMessageSource");
      }
      Queue destination = sqs.queues().find(transaction, address);
      if (destination == null) {
        return task.moved(moved).ended(MoveTask.FAILED, "AWS.SimpleQueueService.NonExistentQueue");
      }
      backlog.remove(transaction, source, each.sequence(), each.message(), each.receipt());
      add(transaction, destination, each.message().renewed(Sending.newId(sqs)));
      moved++;
    }
    MoveTask after = task.moved(moved);
    boolean done = messages.size() < max && (moved == 0 || !source.isFifo());
    return done ? after.ended(MoveTask.COMPLETED, null) : after;
  }

  private static QueueAddress destination(MoveTask task, Message message) {
    String arn = task.destination() != null ? task.destination() : message.source();
    return arn == null ? null : QueueAddress.ofArn(arn);
  }

  /** Adds a message as if it were sent now. */
  private void add(Transaction transaction, Queue queue, Message message) {
    LiveQueue live = sqs.live(transaction, queue);
    long sequence = sqs.nextSequence(transaction, queue, message);
    sqs.backlog(queue).add(transaction, queue, sequence, message, null);
    transaction.afterCommit(() -> live.pollers().wake(1));
  }
}
