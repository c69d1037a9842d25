package io.nephele.conformance.simulation;

import io.nephele.api.sqs.CreateQueueRequest;
import io.nephele.api.sqs.DeleteQueueRequest;
import io.nephele.api.sqs.GetQueueAttributesRequest;
import io.nephele.api.sqs.GetQueueAttributesResult;
import io.nephele.api.sqs.PurgeQueueRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.api.sqs.StartMessageMoveTaskRequest;
import io.nephele.conformance.simulation.Ledger.Invocation;
import java.util.List;
import java.util.Map;

/** Makes queues, purges them, deletes them, and moves messages back from dead-letter queues. */
final class Administrator extends Client {
  private final boolean moves;

  /**
   * An administrator.
   *
   * @param moves whether of those who only move messages back
   */
  Administrator(Simulation simulation, String name, int calls, boolean moves) {
    super(simulation, name, calls);
    this.moves = moves;
  }

  @Override
  void act() {
    String queue = Queues.ALL.get(random.nextInt(Queues.ALL.size()));
    if (moves) {
      move(Queues.deadLetter(queue));
    } else if (random.nextInt(3) == 0) {
      purge(queue);
    } else if (random.nextInt(4) == 0) {
      delete(queue);
    } else {
      create(queue);
    }
  }

  /** Makes all queues; returns whether all are there. */
  boolean createAll() {
    boolean all = true;
    for (String queue : Queues.ALL.reversed()) {
      all &= create(queue);
    }
    return all;
  }

  private boolean create(String queue) {
    Invocation call = begin("CreateQueue", queue, "");
    call(
        call,
        Sqs.CreateQueue,
        new CreateQueueRequest()
            .queueName(queue)
            .attributes(simulation.queues().attributes(queue)));
    end(call, "");
    return call.isDone();
  }

  private void delete(String queue) {
    Invocation call = begin("DeleteQueue", queue, "");
    call(call, Sqs.DeleteQueue, new DeleteQueueRequest().queueUrl(url(queue)));
    end(call, "");
  }

  private void purge(String queue) {
    Invocation call = begin("PurgeQueue", queue, "");
    call(call, Sqs.PurgeQueue, new PurgeQueueRequest().queueUrl(url(queue)));
    end(call, "");
  }

  private void move(String deadLetterQueue) {
    Invocation call = begin("StartMessageMoveTask", deadLetterQueue, "");
    Integer perSecond = random.nextBoolean() ? null : 1 + random.nextInt(3);
    call(
        call,
        Sqs.StartMessageMoveTask,
        new StartMessageMoveTaskRequest()
            .sourceArn(arn(deadLetterQueue))
            .maxNumberOfMessagesPerSecond(perSecond));
    end(call, "");
  }

  /** How many messages a queue says that it has; -1 if it is not there. */
  int count(String queue) {
    Invocation call = begin("GetQueueAttributes", queue, "");
    GetQueueAttributesResult result =
        call(
            call,
            Sqs.GetQueueAttributes,
            new GetQueueAttributesRequest().queueUrl(url(queue)).attributeNames(List.of("All")));
    int count = -1;
    if (result != null) {
      Map<String, String> attributes = result.attributes();
      count =
          Integer.parseInt(attributes.get("ApproximateNumberOfMessages"))
              + Integer.parseInt(attributes.get("ApproximateNumberOfMessagesNotVisible"))
              + Integer.parseInt(attributes.get("ApproximateNumberOfMessagesDelayed"));
    }
    end(call, count + " messages");
    return count;
  }
}
