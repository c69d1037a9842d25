package io.nephele.conformance.simulation;

import io.nephele.api.sqs.ChangeMessageVisibilityRequest;
import io.nephele.api.sqs.DeleteMessageBatchRequest;
import io.nephele.api.sqs.DeleteMessageBatchRequestEntry;
import io.nephele.api.sqs.DeleteMessageBatchResult;
import io.nephele.api.sqs.DeleteMessageBatchResultEntry;
import io.nephele.api.sqs.DeleteMessageRequest;
import io.nephele.api.sqs.Message;
import io.nephele.api.sqs.ReceiveMessageRequest;
import io.nephele.api.sqs.ReceiveMessageResult;
import io.nephele.api.sqs.Sqs;
import io.nephele.conformance.simulation.Ledger.Invocation;
import io.nephele.conformance.simulation.Ledger.Received;
import io.nephele.conformance.simulation.Ledger.Sent;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives messages, by long polls and short ones, and deletes them, lets them go, keeps them for
 * longer or forgets about them.
 */
class Receiver extends Client {
  Receiver(Simulation simulation, String name, int calls) {
    super(simulation, name, calls);
  }

  @Override
  void act() {
    String queue =
        Queues.ALL.get(random.nextInt(8) == 0 ? 2 + random.nextInt(2) : random.nextInt(2));
    Integer visibility = random.nextInt(3) > 0 ? null : random.nextInt(3) * random.nextInt(20);
    int wait = random.nextBoolean() ? 0 : 1 + random.nextInt(20);
    List<Received> received = receive(queue, 1 + random.nextInt(10), wait, visibility);
    if (!received.isEmpty() && random.nextInt(3) == 0) {
      deleteBatch(queue, received);
    } else {
      received.forEach(this::handle);
    }
  }

  private void handle(Received received) {
    switch (random.nextInt(8)) {
      case 0 -> {}
      case 1 -> changeVisibility(received, 0);
      case 2 -> changeVisibility(received, 1 + random.nextInt(60));
      default -> delete(received);
    }
  }

  /** Receives messages; none if it was refused or nobody knows. */
  List<Received> receive(String queue, int max, int wait, Integer visibility) {
    Invocation call = begin("ReceiveMessage", queue, max + " " + wait + " " + visibility);
    ReceiveMessageResult result =
        call(
            call,
            Sqs.ReceiveMessage,
            new ReceiveMessageRequest()
                .queueUrl(url(queue))
                .maxNumberOfMessages(max)
                .waitTimeSeconds(wait)
                .visibilityTimeout(visibility)
                .messageSystemAttributeNames(List.of("All")));
    List<Received> received = new ArrayList<>();
    StringBuilder bodies = new StringBuilder();
    if (result != null && result.messages() != null) {
      int seconds = visibility == null ? simulation.queues().of(queue).visibility() : visibility;
      for (Message message : result.messages()) {
        bodies.append(message.body()).append(' ');
        Sent sent = ledger.sent.get(message.body());
        if (sent == null) {
          ledger.violation("A message that nobody sent: " + message.body());
        } else {
          received.add(received(call, sent, message, seconds * 1000L));
        }
      }
    }
    ledger.received.addAll(received);
    end(call, bodies.toString());
    simulation.invariants().received(call, received);
    return received;
  }

  private static Received received(Invocation call, Sent sent, Message message, long hidden) {
    return new Received(
        call,
        sent,
        message.messageId(),
        message.receiptHandle(),
        message.attributes().get("SequenceNumber"),
        Integer.parseInt(message.attributes().get("ApproximateReceiveCount")),
        Long.parseLong(message.attributes().get("SentTimestamp")),
        call.begin.time() + hidden);
  }

  private void delete(Received received) {
    Invocation call = begin("DeleteMessage", received.queue, received.message.body);
    received.message.mayBeDeleted = true;
    call(
        call,
        Sqs.DeleteMessage,
        new DeleteMessageRequest().queueUrl(url(received.queue)).receiptHandle(received.handle));
    deleted(call, received);
    end(call, "");
  }

  void deleteBatch(String queue, List<Received> received) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    StringBuilder bodies = new StringBuilder();
    for (int i = 0; i < received.size(); i++) {
      entries.add(
          new DeleteMessageBatchRequestEntry().id("e" + i).receiptHandle(received.get(i).handle));
      received.get(i).message.mayBeDeleted = true;
      bodies.append(received.get(i).message.body).append(' ');
    }
    Invocation call = begin("DeleteMessageBatch", queue, bodies.toString());
    DeleteMessageBatchResult result =
        call(
            call,
            Sqs.DeleteMessageBatch,
            new DeleteMessageBatchRequest().queueUrl(url(queue)).entries(entries));
    int count = 0;
    if (result != null && result.successful() != null) {
      for (DeleteMessageBatchResultEntry entry : result.successful()) {
        deleted(call, received.get(Integer.parseInt(entry.id().substring(1))));
        count++;
      }
    }
    end(call, count + " deleted");
  }

  /**
   * As long as nobody else can have received the message, whoever has it has deleted it. Later the
   * deletion may have had no effect.
   */
  private void deleted(Invocation call, Received received) {
    if (call.isDone()
        && call.end.time() < received.hiddenUntil
        && received.message.deleted == null) {
      received.message.deleted = call.end;
    }
  }

  private void changeVisibility(Received received, int seconds) {
    Invocation call =
        begin("ChangeMessageVisibility", received.queue, received.message.body + " " + seconds);
    long before = received.hiddenUntil;
    long until = call.begin.time() + seconds * 1000L;
    received.hiddenUntil = Math.min(before, until);
    call(
        call,
        Sqs.ChangeMessageVisibility,
        new ChangeMessageVisibilityRequest()
            .queueUrl(url(received.queue))
            .receiptHandle(received.handle)
            .visibilityTimeout(seconds));
    switch (call.outcome) {
      case DONE -> received.hiddenUntil = until;
      case REFUSED -> received.hiddenUntil = before;
      default -> {}
    }
    end(call, "");
  }
}
