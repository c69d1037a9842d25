package io.nephele.conformance.simulation;

import io.nephele.api.sqs.SendMessageBatchRequest;
import io.nephele.api.sqs.SendMessageBatchRequestEntry;
import io.nephele.api.sqs.SendMessageBatchResult;
import io.nephele.api.sqs.SendMessageBatchResultEntry;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.SendMessageResult;
import io.nephele.api.sqs.Sqs;
import io.nephele.conformance.simulation.Ledger.Invocation;
import io.nephele.conformance.simulation.Ledger.Sent;
import java.util.ArrayList;
import java.util.List;

/** Sends messages, each with a body of its own, alone and in batches. */
final class Sender extends Client {
  private static final int GROUPS = 3;

  /** Deduplication ids that were used, each with its group. */
  private final List<Draft> deduplications = new ArrayList<>();

  private int messages;

  Sender(Simulation simulation, String name, int calls) {
    super(simulation, name, calls);
  }

  @Override
  void act() {
    String queue = random.nextBoolean() ? Queues.STANDARD : Queues.FIFO;
    int size = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
    if (size == 1) {
      sendOne(queue);
    } else {
      sendBatch(queue, size);
    }
  }

  private void sendOne(String queue) {
    Draft draft = draft(queue);
    Invocation call = begin("SendMessage", queue, draft.toString());
    Sent sent = note(call, draft);
    SendMessageRequest request =
        new SendMessageRequest()
            .queueUrl(url(queue))
            .messageBody(draft.body)
            .delaySeconds(draft.delay)
            .messageGroupId(draft.group)
            .messageDeduplicationId(draft.deduplication);
    SendMessageResult result = call(call, Sqs.SendMessage, request);
    if (result != null) {
      sent.messageId = result.messageId();
      sent.sequence = result.sequenceNumber();
    }
    end(call, sent.messageId + " " + sent.sequence);
  }

  private void sendBatch(String queue, int size) {
    List<Draft> drafts = new ArrayList<>();
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Draft draft = draft(queue);
      drafts.add(draft);
      entries.add(
          new SendMessageBatchRequestEntry()
              .id("e" + i)
              .messageBody(draft.body)
              .delaySeconds(draft.delay)
              .messageGroupId(draft.group)
              .messageDeduplicationId(draft.deduplication));
    }
    Invocation call = begin("SendMessageBatch", queue, drafts.toString());
    List<Sent> sent = new ArrayList<>();
    drafts.forEach(draft -> sent.add(note(call, draft)));
    SendMessageBatchResult result =
        call(
            call,
            Sqs.SendMessageBatch,
            new SendMessageBatchRequest().queueUrl(url(queue)).entries(entries));
    List<String> ids = new ArrayList<>();
    if (result != null) {
      if (result.failed() != null) {
        ledger.violation("Entries of a batch failed: " + result.failed().getFirst().message());
      }
      for (SendMessageBatchResultEntry entry : result.successful()) {
        Sent of = sent.get(Integer.parseInt(entry.id().substring(1)));
        of.messageId = entry.messageId();
        of.sequence = entry.sequenceNumber();
        ids.add(of.messageId);
      }
    }
    end(call, ids.toString());
  }

  private Sent note(Invocation call, Draft draft) {
    // A FIFO queue's delay is the queue's, which counts where a message says none, too.
    int queueDelay = simulation.queues().of(call.queue).delay();
    long delay = 1000L * (draft.delay == null ? queueDelay : draft.delay);
    Sent sent = new Sent(call, call.queue, draft.body, draft.group, draft.deduplication, delay);
    ledger.sent.put(sent.body, sent);
    return sent;
  }

  private Draft draft(String queue) {
    String body = name() + "-" + ++messages;
    if (!Queues.isFifo(queue)) {
      Integer delay = random.nextInt(6) == 0 ? random.nextInt(10) : null;
      return new Draft(body, delay, null, null);
    }
    if (!deduplications.isEmpty() && random.nextInt(6) == 0) {
      Draft earlier = deduplications.get(random.nextInt(deduplications.size()));
      return new Draft(body, null, earlier.group, earlier.deduplication);
    }
    Draft draft = new Draft(body, null, "g" + random.nextInt(GROUPS), "d-" + body);
    deduplications.add(draft);
    return draft;
  }

  private record Draft(String body, Integer delay, String group, String deduplication) {}
}
