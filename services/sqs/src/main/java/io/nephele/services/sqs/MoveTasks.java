package io.nephele.services.sqs;

import io.nephele.api.sqs.CancelMessageMoveTaskRequest;
import io.nephele.api.sqs.CancelMessageMoveTaskResult;
import io.nephele.api.sqs.ListMessageMoveTasksRequest;
import io.nephele.api.sqs.ListMessageMoveTasksResult;
import io.nephele.api.sqs.ListMessageMoveTasksResultEntry;
import io.nephele.api.sqs.ResourceNotFoundException;
import io.nephele.api.sqs.StartMessageMoveTaskRequest;
import io.nephele.api.sqs.StartMessageMoveTaskResult;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The operations on message move tasks. */
final class MoveTasks {
  private static final int MAX_LISTED = 10;
  private static final int MAX_PER_SECOND = 500;

  private final SqsWorld sqs;
  private final MoveTaskTable tasks;
  private final Moving moving;

  MoveTasks(SqsWorld sqs) {
    this.sqs = sqs;
    this.tasks = sqs.moveTasks();
    this.moving = new Moving(sqs);
  }

  StartMessageMoveTaskResult start(StartMessageMoveTaskRequest in, Call call) {
    QueueAddress source = address(in.sourceArn(), "SourceArn", call);
    QueueAddress destination =
        in.destinationArn() == null ? null : address(in.destinationArn(), "DestinationArn", call);
    Integer perSecond = in.maxNumberOfMessagesPerSecond();
    if (perSecond != null && (perSecond < 1 || perSecond > MAX_PER_SECOND)) {
      throw SqsErrors.invalidParameter(
          "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a"
              + " number that's between 1 and 500.");
    }
    Queue queue = find(source, "SourceArn");
    requireKeys(queue, destination, call);
    String id = sqs.ids().uuid().toString();
    sqs.write(
        queue,
        (transaction, current) -> {
          check(transaction, current, destination);
          long now = sqs.now();
          MoveTask task =
              new MoveTask(
                  id,
                  current.arn(),
                  in.destinationArn(),
                  MoveTask.RUNNING,
                  perSecond,
                  0,
                  sqs.backlog(current).count(transaction, current, now).visible(),
                  null,
                  now);
          tasks.add(transaction, current, task);
          moving.schedule(transaction, current, task);
          return null;
        });
    return new StartMessageMoveTaskResult().taskHandle(new MoveTaskHandle(id, queue.arn()).text());
  }

  ListMessageMoveTasksResult list(ListMessageMoveTasksRequest in, Call call) {
    QueueAddress source = address(in.sourceArn(), "SourceArn", call);
    Integer max = in.maxResults();
    if (max != null && (max < 1 || max > MAX_LISTED)) {
      throw SqsErrors.invalidParameter(
          "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between"
              + " 1 and 10.");
    }
    Queue queue = find(source, "SourceArn");
    List<ListMessageMoveTasksResultEntry> results = new ArrayList<>();
    for (MoveTask task : sqs.read(reader -> tasks.latest(reader, queue, max == null ? 1 : max))) {
      results.add(
          new ListMessageMoveTasksResultEntry()
              .taskHandle(
                  task.isRunning() ? new MoveTaskHandle(task.id(), task.source()).text() : null)
              .status(task.status())
              .sourceArn(task.source())
              .destinationArn(task.destination())
              .maxNumberOfMessagesPerSecond(task.perSecond())
              .approximateNumberOfMessagesMoved(task.moved())
              .approximateNumberOfMessagesToMove(task.toMove())
              .failureReason(task.failure())
              .startedTimestamp(task.startedAt()));
    }
    return new ListMessageMoveTasksResult().results(BatchEntries.orNull(results));
  }

  CancelMessageMoveTaskResult cancel(CancelMessageMoveTaskRequest in, Call call) {
    if (in.taskHandle() == null || in.taskHandle().isEmpty()) {
      throw SqsErrors.missingParameter("TaskHandle");
    }
    MoveTaskHandle handle = MoveTaskHandle.parse(in.taskHandle());
    if (handle == null) {
      throw SqsErrors.invalidParameter("Value for parameter TaskHandle is invalid.");
    }
    QueueAddress source = QueueAddress.ofArn(handle.sourceArn());
    if (source == null || !source.accountId().equals(call.accountId())) {
      throw notFound("SourceArn");
    }
    Queue queue = find(source, "SourceArn");
    long moved =
        sqs.write(
            queue,
            (transaction, current) -> {
              Table.Row<MoveTask> row = tasks.find(transaction, current, handle.taskId());
              if (row == null) {
                throw new ResourceNotFoundException("Task does not exist.");
              }
              if (!row.value().isRunning()) {
                throw SqsErrors.invalidParameter("Only active tasks can be cancelled.");
              }
              tasks.put(transaction, row.key(), row.value().ended(MoveTask.CANCELLED, null));
              moving.cancel(transaction, current);
              return row.value().moved();
            });
    return new CancelMessageMoveTaskResult().approximateNumberOfMessagesMoved(moved);
  }

  /** Who has encrypted messages moved has to be able to decrypt them, and to send them. */
  private void requireKeys(Queue source, QueueAddress destination, Call call) {
    if (source.kmsKey() != null) {
      sqs.encryption().prepare(source, MAX_LISTED, call);
    }
    Queue target =
        destination == null ? null : sqs.read(reader -> sqs.queues().find(reader, destination));
    if (target != null) {
      sqs.encryption().requireSending(target, call);
    }
  }

  private void check(Transaction transaction, Queue source, QueueAddress destination) {
    if (!isDeadLetterQueue(transaction, source)) {
      throw SqsErrors.invalidParameter("Source queue must be configured as a Dead Letter Queue.");
    }
    if (destination != null) {
      if (destination.equals(source.address())) {
        throw SqsErrors.invalidParameter(
            "Source queue arn and destination queue arn cannot be the same.");
      }
      if (sqs.queues().find(transaction, destination) == null) {
        throw notFound("DestinationArn");
      }
      if (Queue.isFifo(destination.name()) != source.isFifo()) {
        throw SqsErrors.invalidParameter(
            "The source queue and destination queue must be of the same queue type.");
      }
    }
    List<MoveTask> latest = tasks.latest(transaction, source, 1);
    if (!latest.isEmpty() && latest.getFirst().isRunning()) {
      throw SqsErrors.invalidParameter(
          "There is already a task running. Only one active task is allowed for a source queue arn"
              + " at a given time.");
    }
  }

  private boolean isDeadLetterQueue(Reader reader, Queue queue) {
    String arn = queue.arn();
    for (Table.Row<Queue> row :
        sqs.queues().list(reader, queue.accountId(), queue.region(), "", null)) {
      RedrivePolicy policy = row.value().redrive();
      if (policy != null && policy.target().equals(arn)) {
        return true;
      }
    }
    return false;
  }

  /** The address of an ARN in a request, which must be of the caller's account and region. */
  private static QueueAddress address(String arn, String parameter, Call call) {
    if (arn == null) {
      throw SqsErrors.missingParameter(parameter);
    }
    if (!Arn.isArn(arn)) {
      throw SqsErrors.invalidParameter(
          "You must use this format to specify the "
              + parameter
              + ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
    }
    QueueAddress address = QueueAddress.ofArn(arn);
    if (address == null
        || !address.accountId().equals(call.accountId())
        || !address.region().equals(call.region())) {
      throw notFound(parameter);
    }
    return address;
  }

  private Queue find(QueueAddress address, String parameter) {
    Queue queue = sqs.read(reader -> sqs.queues().find(reader, address));
    if (queue == null) {
      throw notFound(parameter);
    }
    return queue;
  }

  private static ResourceNotFoundException notFound(String parameter) {
    return new ResourceNotFoundException(
        "The resource that you specified for the " + parameter + " parameter doesn't exist.");
  }
}
