package io.nephele.services.sqs;

import io.nephele.api.sqs.OverLimit;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Signal;
import io.nephele.core.time.Waiters;
import io.nephele.core.time.Waits;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.List;

/** Takes messages from queues, at once or by waiting for them. */
final class Receiving {
  private final SqsWorld sqs;
  private final Handles handles;

  Receiving(SqsWorld sqs) {
    this.sqs = sqs;
    this.handles = new Handles(sqs);
  }

  /**
   * What a receiver asks for.
   *
   * @param visibilityTimeout seconds, or null for the queue's
   * @param waitTime seconds
   * @param attemptId what a repeated receive has in common with the first, or null
   */
  record Request(int max, Integer visibilityTimeout, int waitTime, String attemptId) {

    /** What a caller asks for; an error to the caller if it cannot be. */
    static Request of(ReceiveMessageRequest in, Queue queue) {
      Integer max = in.maxNumberOfMessages();
      if (max != null && (max < 1 || max > Limits.BATCH_ENTRIES)) {
        throw SqsErrors.invalidParameter(
            max, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.");
      }
      Integer visibility = in.visibilityTimeout();
      if (visibility != null && (visibility < 0 || visibility > Limits.VISIBILITY_TIMEOUT)) {
        throw SqsErrors.invalidParameter(
            visibility, "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.");
      }
      Integer wait = in.waitTimeSeconds();
      if (wait != null && (wait < 0 || wait > Limits.WAIT_TIME)) {
        throw SqsErrors.invalidParameter(
            wait, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.");
      }
      String attemptId = in.receiveRequestAttemptId();
      if (attemptId != null && (!queue.isFifo() || !Texts.isFifoId(attemptId))) {
        throw SqsErrors.invalidParameter(
            attemptId,
            "ReceiveRequestAttemptId",
            queue.isFifo()
                ? "ReceiveRequestAttemptId can only include alphanumeric and punctuation"
                    + " characters. 1 to 128 in length."
                : "The request include parameter that is not valid for this queue type.");
      }
      return new Request(
          max == null ? 1 : max,
          visibility,
          wait == null ? queue.receiveWaitTime() : wait,
          attemptId);
    }
  }

  /**
   * Receives messages, none if none came in time. A receiver who is interrupted, because its client
   * has gone, takes none.
   */
  List<Received> receive(Queue queue, Request request, Call call) {
    List<Received> received = tryReceive(queue, request, call);
    if (received.isEmpty() && request.waitTime() > 0) {
      received = await(queue, request, call);
    }
    LiveQueue live = sqs.live(queue);
    live.metrics().received(received.size());
    sqs.gauges().keep(queue);
    return opened(queue, received, call);
  }

  /** Decrypted; if KMS keeps that from the caller, the messages are there for others at once. */
  private List<Received> opened(Queue queue, List<Received> received, Call call) {
    try {
      return sqs.encryption().open(queue, received, call);
    } catch (AwsException e) {
      sqs.write(
          queue,
          (transaction, current) -> {
            for (Received each : received) {
              handles.release(transaction, current, each);
            }
            return null;
          });
      throw e;
    }
  }

  private List<Received> await(Queue queue, Request request, Call call) {
    long deadline = sqs.now() + request.waitTime() * 1000L;
    Waits waits = sqs.world().waits();
    Waiters pollers = sqs.live(queue).pollers();
    Signal signal = pollers.enter();
    boolean watching = false;
    try {
      while (true) {
        // Before, since what becomes visible while this looks would be taken for seen.
        long now = sqs.now();
        List<Received> received = tryReceive(queue, request, call);
        if (!received.isEmpty() || now >= deadline || waits.ended()) {
          return received;
        }
        long next = sqs.read(reader -> sqs.backlog(queue).nextVisibleAt(reader, queue, now));
        watching = next <= now + Limits.WAIT_TIME * 1000L;
        if (waits.await(signal, 0, Instant.ofEpochMilli(Math.min(deadline, next)))) {
          signal = pollers.enter();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      pollers.leave(signal, watching);
    }
  }

  private List<Received> tryReceive(Queue queue, Request request, Call call) {
    if (Thread.currentThread().isInterrupted()) {
      return List.of();
    }
    if (queue.kmsKey() != null) {
      sqs.encryption().prepare(queue, request.max(), call);
    }
    boolean shared = sqs.world().nodes().isShared();
    boolean wasFull = shared && sqs.wasFull(queue);
    return sqs.write(
        queue,
        (transaction, current) ->
            receive(
                transaction, current, request, wasFull || !shared && isFull(transaction, current)));
  }

  private boolean isFull(Transaction transaction, Queue queue) {
    return sqs.backlog(queue).isFull(transaction, queue, sqs.now());
  }

  private List<Received> receive(
      Transaction transaction, Queue queue, Request request, boolean full) {
    Backlog backlog = sqs.backlog(queue);
    int timeout =
        request.visibilityTimeout() == null
            ? queue.visibilityTimeout()
            : request.visibilityTimeout();
    Take how = new Take(sqs.now(), request.max(), timeout * 1000L, Redriving.of(sqs, queue));
    if (request.attemptId() != null) {
      List<Received> again =
          sqs.attempts().repeat(transaction, queue, backlog, request.attemptId(), how);
      if (again != null) {
        return again;
      }
    }
    if (full) {
      if (queue.isFifo() || request.waitTime() > 0) {
        return List.of();
      }
      throw new OverLimit(
          "The queue has reached the maximum number of in flight messages ("
              + Limits.IN_FLIGHT
              + ").");
    }
    List<Received> received = backlog.take(transaction, queue, how);
    if (!received.isEmpty()) {
      if (request.attemptId() != null) {
        sqs.attempts().add(transaction, queue, request.attemptId(), received, how);
      }
      // One of those who wait must know that these may be visible again before its time is up.
      if (timeout <= Limits.WAIT_TIME) {
        Waiters pollers = sqs.live(transaction, queue).pollers();
        transaction.afterCommit(() -> pollers.wake(1));
      }
    }
    return received;
  }
}
